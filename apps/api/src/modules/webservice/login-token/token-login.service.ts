import { Injectable } from '@nestjs/common';
import { CAPABILITIES } from '@pulsetech/contracts';
import {
  cannotCreateToken,
  invalidLogin,
  serviceNotAvailable,
  TooManyCallsException,
  userNotConfirmed,
  type CallOrigin,
  type IssuedToken,
} from '@pulsetech/moodle-rest';
import { DomainError } from '@pulsetech/server-kit';
import { SignInService } from '../../accounts/sign-in.service.js';
import { LmsPort, type LmsUser } from '../../lms/lms.port.js';
import { SERVICE } from '../functions/names.js';
import { LimitedCalls } from '../limits/limited-calls.js';
import { LoginTokensService } from '../login-tokens.service.js';

/** Longest username, in characters. What is longer is nobody's, and is not remembered in its whole length. */
const MAX_USERNAME = 100;

/** Why the limits of sign-ins refuse an attempt whose password was checked, or that is one too many. */
const REFUSED: readonly string[] = ['invalid_login', 'too_many_attempts'];

const BUSY_SECONDS = 5;

/** Whom a name and a password give a token, by Moodle's rules and in its order. */
@Injectable()
export class TokenLoginService {
  constructor(
    private readonly limits: LimitedCalls,
    private readonly signIns: SignInService,
    private readonly tokens: LoginTokensService,
    private readonly lms: LmsPort,
  ) {}

  /** Counts a request before it is read. Throws TooManyCallsException. */
  admit(origin: CallOrigin): void {
    this.limits.admitLogin(origin);
  }

  /** Throws LoginTokenException; TooManyCallsException when the password was not looked at. */
  async login(username: string, password: string, service: string, origin: CallOrigin): Promise<IssuedToken> {
    const user = await this.prove(username.slice(0, MAX_USERNAME + 1), password, origin);
    if (!user.confirmed) throw userNotConfirmed(user.username);
    // Moodle's database does not tell capital letters apart here.
    if (service.toLowerCase() !== SERVICE) throw serviceNotAvailable();
    // Moodle's second secret, for opening pages from its mobile app, is not needed by anything here.
    return { token: await this.tokenOf(user.id), privatetoken: null };
  }

  /** A token that there is goes to its owner also when the owner may not make one any more. */
  private async tokenOf(userId: number): Promise<string> {
    const existing = await this.tokens.existing(userId, SERVICE);
    if (existing !== null) return existing;
    const capabilities = await this.lms.capabilitiesOf(userId);
    if (!capabilities.has(CAPABILITIES.createToken)) throw cannotCreateToken(SERVICE);
    return this.tokens.tokenFor(userId, SERVICE);
  }

  private async prove(username: string, password: string, { address }: CallOrigin): Promise<LmsUser> {
    try {
      return await this.signIns.prove({ username, password }, address, 'token');
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // As in Moodle nobody learns from the answer that somebody is locked out.
      if (REFUSED.includes(error.code)) throw invalidLogin();
      if (error.code === 'sign_in_busy') throw new TooManyCallsException(error.retryAfterSeconds ?? BUSY_SECONDS);
      throw error;
    }
  }
}
