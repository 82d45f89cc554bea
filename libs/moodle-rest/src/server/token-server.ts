import { PhpArray } from '../php/php-array.js';
import { TooManyVariablesError } from '../php/variable-budget.js';
import { toPhpInteger } from '../php/integers.js';
import { cleanUsername, fixUtf8 } from '../php/text-cleaning.js';
import { arrayForScalar, bodyTooLarge, MoodleException, tooManyVariables } from '../moodle-exception.js';
import type { CallOrigin, DebugMode, ServiceState } from './call-context.js';
import { LoginTokenException, missingParameter, requestOfOtherSite, webServicesOff } from './login-token.exception.js';
import { loginErrorReply, SITE_CHECK_REPLY, tokenReply } from './login-reply.js';
import type { RestReply } from './rest-reply.js';
import { readVariables, type RawRequest, type RequestVariables } from './rest-request.js';

export interface IssuedToken {
  readonly token: string;
  /** Moodle's second secret for its mobile app. */
  readonly privatetoken: string | null;
}

/** What the server of `login/token.php` must be told by the application around it. */
export interface TokenServerOptions {
  readonly state: () => Promise<ServiceState>;
  /** Asked of each request before it is read, so it must be quick. Throws MoodleException to refuse. */
  readonly admit?: (origin: CallOrigin) => void;
  /** The token of the person for the service. Throws LoginTokenException. The user name is trimmed and in lower case. */
  readonly login: (username: string, password: string, service: string, origin: CallOrigin) => Promise<IssuedToken>;
  /** Address of the site, without a slash at its end. */
  readonly wwwroot: string;
  /** Turns any other failure into one for the caller, and records it. */
  readonly onFailure: (error: unknown) => LoginTokenException | MoodleException;
  readonly onServed?: (login: ServedLogin) => void;
}

/** What an answered request for a token was, for the log. */
export interface ServedLogin {
  /** Null for the check whether the site answers, and when no name was sent. */
  readonly username: string | null;
  readonly service: string | null;
  /** Null when a token was given. */
  readonly errorcode: string | null;
  readonly milliseconds: number;
  readonly address: string;
}

/** What is known so far of a request that is being answered. */
interface LoginInProgress {
  username: string | null;
  service: string | null;
  errorcode: string | null;
}

/** Moodle's `login/token.php`: name and password in, the person's token out. Its errors have a shape of their own. */
export class TokenServer {
  constructor(private readonly options: TokenServerOptions) {}

  /** `isOfOtherSite`: a browser says that a page of another site sent it. Such pages may ask whether there is a site. */
  async handle(request: RawRequest, isOfOtherSite = false): Promise<RestReply> {
    const startedAt = performance.now();
    const progress: LoginInProgress = { username: null, service: null, errorcode: null };
    let debug: DebugMode = 'off';
    try {
      const state = await this.options.state();
      debug = state.debug;
      if (!state.open) throw webServicesOff();
      return await this.answer(request, isOfOtherSite, progress);
    } catch (error) {
      const refusal = refusalOf(error) ?? this.options.onFailure(error);
      progress.errorcode = refusal.errorcode ?? refusal.message;
      return loginErrorReply(refusal, debug, this.options.wwwroot);
    } finally {
      const milliseconds = performance.now() - startedAt;
      this.options.onServed?.({ ...progress, milliseconds, address: request.address });
    }
  }

  private async answer(request: RawRequest, isOfOtherSite: boolean, progress: LoginInProgress): Promise<RestReply> {
    const origin = { address: request.address };
    this.options.admit?.(origin);
    const variables = readVariables(request);
    if (toPhpInteger(sentScalar(variables, 'appsitecheck') ?? '0') !== '0') return SITE_CHECK_REPLY;
    if (isOfOtherSite) throw requestOfOtherSite();
    const username = cleanUsername(requiredScalar(variables, 'username'));
    progress.username = username;
    const password = fixUtf8(requiredScalar(variables, 'password'));
    const service = requiredScalar(variables, 'service').replace(/[^A-Za-z0-9_-]/g, '');
    progress.service = service;
    const { token, privatetoken } = await this.options.login(username, password, service, origin);
    return tokenReply(token, privatetoken);
  }
}

/** The answer to a body that is larger than the server reads. */
export function loginTooLargeReply(_query: string, limitBytes: number): RestReply {
  return loginErrorReply(bodyTooLarge(limitBytes), 'off', '');
}

function requiredScalar(variables: RequestVariables, name: string): string {
  const sent = sentScalar(variables, name);
  if (sent === null) throw missingParameter(name);
  return sent;
}

function sentScalar({ query, form }: RequestVariables, name: string): string | null {
  const sent = form.get(name) ?? query.get(name) ?? null;
  if (sent instanceof PhpArray) throw arrayForScalar();
  return sent;
}

function refusalOf(error: unknown): LoginTokenException | MoodleException | null {
  if (error instanceof LoginTokenException || error instanceof MoodleException) return error;
  return error instanceof TooManyVariablesError ? tooManyVariables(error.limit) : null;
}
