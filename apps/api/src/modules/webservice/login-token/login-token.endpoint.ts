import { Injectable, Logger } from '@nestjs/common';
import {
  bodyTooLarge,
  loginTooLargeReply,
  MAX_BODY_BYTES,
  serve,
  TokenServer,
  type ServedLogin,
} from '@pulsetech/moodle-rest';
import type { Request, Response } from 'express';
import { AppConfig } from '../../../platform/config/app-config.js';
import { SettingsService } from '../../settings/settings.service.js';
import { failureOf } from '../failures.js';
import { CallRecorder } from '../log/call-recorder.js';
import { servedLogin } from '../log/served-once.js';
import { serviceState } from '../service-state.js';
import { TokenLoginService } from './token-login.service.js';

/** `/login/token.php`: a token for a name and a password. What was sent never goes into a log, at no level. */
@Injectable()
export class LoginTokenEndpoint {
  private readonly logger = new Logger('Webservice');
  private readonly server: TokenServer;

  constructor(
    logins: TokenLoginService,
    settings: SettingsService,
    private readonly recorder: CallRecorder,
    config: AppConfig,
  ) {
    this.server = new TokenServer({
      state: () => serviceState(settings),
      admit: (origin) => {
        logins.admit(origin);
      },
      login: (username, password, service, origin) => logins.login(username, password, service, origin),
      wwwroot: config.siteUrl,
      onFailure: (error) => failureOf(error, 'A request for a token', this.logger),
      onServed: (login) => {
        this.record(login);
      },
    });
  }

  async serve(request: Request, response: Response): Promise<void> {
    const address = request.ip ?? '';
    const isOfOtherSite = isSentByOtherSite(request);
    const serving = await serve(
      (raw) => this.server.handle(raw, isOfOtherSite),
      request,
      response,
      address,
      loginTooLargeReply,
    );
    if (serving !== 'too large') return;
    const { errorcode } = bodyTooLarge(MAX_BODY_BYTES);
    const refused = { username: null, service: null, errorcode, milliseconds: 0, address };
    this.record(refused);
  }

  private record(login: ServedLogin): void {
    const served = servedLogin(login);
    this.recorder.record(served);
    this.logger.log(`${served.functionName}: ${served.outcome}, ${Math.round(served.milliseconds)} ms`);
  }
}

/**
 * Whether a browser sent it for a page of another site, also of another host of the same domain. Otherwise such pages
 * could guess passwords from their visitors' addresses. Programs and apps do not send this header.
 */
function isSentByOtherSite(request: Request): boolean {
  const site = request.get('sec-fetch-site');
  return site === 'cross-site' || site === 'same-site';
}
