import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import {
  databaseDown,
  loginTooLargeReply,
  moodleException,
  serve,
  TokenServer,
  type MoodleException,
  type ServedLogin,
} from '@pulsetech/moodle-rest';
import { isConnectionFailure } from '@pulsetech/server-kit';
import type { Request, Response } from 'express';
import { AppConfig } from '../../../platform/config/app-config.js';
import { SettingsService } from '../../settings/settings.service.js';
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
      login: (username, password, service, origin) => logins.login(username, password, service, origin),
      wwwroot: config.siteUrl,
      onFailure: (error) => this.failure(error),
      onServed: (login) => {
        this.record(login);
      },
    });
  }

  async serve(request: Request, response: Response): Promise<void> {
    const address = request.ip ?? '';
    const serving = await serve((raw) => this.server.handle(raw), request, response, address, loginTooLargeReply);
    if (serving !== 'too large') return;
    const refused = { username: null, service: null, errorcode: 'requesttoolarge', milliseconds: 0, address };
    this.record(refused);
  }

  private record(login: ServedLogin): void {
    const served = servedLogin(login);
    this.recorder.record(served);
    this.logger.log(`login/token.php: ${served.outcome}, ${Math.round(served.milliseconds)} ms`);
  }

  private failure(error: unknown): MoodleException {
    const correlationId = randomUUID();
    this.logger.error({ err: error, correlationId }, 'A request for a token failed');
    if (isConnectionFailure(error)) return databaseDown();
    return moodleException(
      'servererror',
      `Something went wrong on our side. If it happens again, tell the site team this code: ${correlationId}`,
    );
  }
}
