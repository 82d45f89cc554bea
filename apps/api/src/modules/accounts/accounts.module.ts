import { Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { LicenseModule } from '../license/license.module.js';
import { LmsModule } from '../lms/lms.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { AccessGuard } from './access.guard.js';
import { CsrfGuard } from './csrf.guard.js';
import { CurrentUsersService } from './current-users.service.js';
import { ExpiredSessionsService } from './expired-sessions.service.js';
import { OpenAccess } from './open-access.js';
import { SessionStore } from './session-store.js';
import { SessionViewService } from './session-view.service.js';
import { SessionController } from './session.controller.js';
import { SessionMiddleware } from './session.middleware.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';
import { SignInLimiter } from './sign-in-limiter.js';
import { SignInService } from './sign-in.service.js';
import { VisitorLimiter } from './visitor-limiter.js';

@Module({
  imports: [LmsModule, SettingsModule, LicenseModule],
  controllers: [SessionController],
  providers: [
    SessionsRepository,
    SessionStore,
    SessionsService,
    OpenAccess,
    CurrentUsersService,
    SignInLimiter,
    VisitorLimiter,
    SignInService,
    SessionViewService,
    ExpiredSessionsService,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: CsrfGuard },
  ],
  exports: [SessionsService, OpenAccess, SignInService, VisitorLimiter],
})
export class AccountsModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(SessionMiddleware).forRoutes('api/v1/*path', 'auth/*path', 'local/pulsetech_discord/callback.php');
  }
}
