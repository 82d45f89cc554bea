import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { ErrorBody } from '@pulsetech/contracts';
import type { Response } from 'express';
import { ProfileError, type ProfileErrorCode } from './profile.error.js';
import { TokenEndpointError } from './token-endpoint.error.js';

const PROFILE_STATUS = {
  unauthorized: 401,
  discord_unavailable: 503,
  discord_rate_limited: 429,
} satisfies Record<ProfileErrorCode, number>;

type Handled = TokenEndpointError | ProfileError;

/** Answers in the forms that OAuth clients understand: OAuth's errors, and Discord's. */
@Catch(TokenEndpointError, ProfileError)
export class RelayErrorFilter implements ExceptionFilter<Handled> {
  catch(error: Handled, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    response.setHeader('Cache-Control', 'no-store');
    if (error.retryAfterSeconds !== undefined) response.setHeader('Retry-After', Math.max(1, error.retryAfterSeconds));
    if (error instanceof TokenEndpointError) {
      if (error.code === 'invalid_client') response.setHeader('WWW-Authenticate', 'Basic realm="licence"');
      response.status(error.status).json({ error: error.code, error_description: error.description });
    } else {
      response.status(PROFILE_STATUS[error.code]).json(profileBody(error));
    }
  }
}

/** A refused token is answered as Discord does it, everything else as our other answers. */
function profileBody({ code, message }: ProfileError): ErrorBody | { message: string; code: number } {
  return code === 'unauthorized' ? { message, code: 0 } : { error: { code, message } };
}
