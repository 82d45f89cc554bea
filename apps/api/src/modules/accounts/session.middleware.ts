import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import session from 'express-session';
import { AppConfig } from '../../platform/config/app-config.js';
import { sessionSecret } from '../../platform/config/secrets.js';
import { cookieName } from './cookie-name.js';
import { IDLE_SECONDS, SESSION_COOKIE } from './session-data.js';
import { SessionStore } from './session-store.js';

/** Sessions for the pages' API and for the way to Discord and back. A session comes into being when something needs it. */
@Injectable()
export class SessionMiddleware implements NestMiddleware {
  private readonly handle: RequestHandler;

  constructor(config: AppConfig, store: SessionStore) {
    this.handle = session({
      name: cookieName(SESSION_COOKIE, config.https),
      secret: sessionSecret(config),
      store,
      resave: false,
      saveUninitialized: false,
      rolling: true,
      cookie: {
        path: '/',
        httpOnly: true,
        sameSite: 'lax',
        secure: config.https,
        maxAge: IDLE_SECONDS * 1000,
      },
    });
  }

  use(request: Request, response: Response, next: NextFunction): void {
    void this.handle(request, response, next);
  }
}
