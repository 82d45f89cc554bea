import { randomUUID } from 'node:crypto';
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { sendPage } from '../../platform/pages/send-page.js';
import { errorPage } from './error-page.js';
import { RelayPageError } from './relay-page.error.js';

/** Whatever goes wrong before a person's eyes is told by a page. */
@Catch()
export class RelayPageFilter implements ExceptionFilter {
  private readonly logger = new Logger(RelayPageFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    if (error instanceof RelayPageError) {
      sendPage(response, 400, errorPage(error.title, error.message));
    } else if (error instanceof HttpException && error.getStatus() < 500) {
      sendPage(response, error.getStatus(), errorPage('This cannot be read', 'Go back to the site and start again.'));
    } else {
      const { id } = host.switchToHttp().getRequest<Request>();
      const correlationId = typeof id === 'string' ? id : randomUUID();
      this.logger.error({ err: error, correlationId }, 'Unexpected error');
      sendPage(response, 500, errorPage('Something went wrong on our side', adviceWith(correlationId)));
    }
  }
}

function adviceWith(correlationId: string): string {
  return `Nobody was signed in. Go back to the site and start again. If it happens again, tell the site team this code: ${correlationId}`;
}
