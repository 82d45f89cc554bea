import { Injectable, Logger } from '@nestjs/common';
import type { SignInDto } from '@pulsetech/contracts';
import type { Request } from 'express';
import { LmsPort, type LmsUser } from '../lms/lms.port.js';
import { AccountsError } from './accounts.errors.js';
import { SessionsService } from './sessions.service.js';
import { SignInLimiter, type SignInDoor } from './sign-in-limiter.js';

@Injectable()
export class SignInService {
  private readonly logger = new Logger(SignInService.name);

  constructor(
    private readonly lms: LmsPort,
    private readonly limiter: SignInLimiter,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * Signs in by username and password. As in Moodle, the refusal is the same for an unknown name, a wrong password and a
   * suspended person.
   */
  async signIn(request: Request, credentials: SignInDto): Promise<void> {
    const user = await this.prove(credentials, request.ip ?? '');
    await this.sessions.signIn(request, user.id);
    this.logger.log(`User ${user.id} signed in by password`);
  }

  /** Also for `login/token.php`: the user whose name and password these are. Failures count towards the limit. */
  async prove({ username, password }: SignInDto, address: string, door: SignInDoor = 'page'): Promise<LmsUser> {
    const check = async (): Promise<LmsUser | null> => {
      const user = await this.lms.checkPassword(username, password);
      return user?.suspended ? null : user;
    };
    const proved = await this.limiter.attempt(username, address, check, door);
    if (proved) return proved;
    throw new AccountsError('invalid_login', 'Invalid login. Check the username and the password, and try again.');
  }
}
