import { Module } from '@nestjs/common';
import { CallersCache } from './callers.cache.js';
import { LoginTokensRepository } from './login-tokens.repository.js';
import { LoginTokensService } from './login-tokens.service.js';

/** The tokens of people who log in at `/login/token.php`, also for those who end them with what they were given for. */
@Module({
  providers: [LoginTokensRepository, LoginTokensService, CallersCache],
  exports: [LoginTokensService, CallersCache],
})
export class LoginTokensModule {}
