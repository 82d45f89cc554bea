import { randomUUID } from 'node:crypto';
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { ErrorBody } from '@pulsetech/contracts';
import type { Request, Response } from 'express';
import { counter } from '../metrics/metrics.js';
import { DomainError } from './domain-error.js';

interface Answer {
  readonly status: number;
  readonly body: ErrorBody;
  readonly retryAfterSeconds?: number;
}

const refusals = counter({
  name: 'pulsetech_http_errors_total',
  help: 'Requests that were answered with an error, by its code.',
  labels: ['code', 'status'],
});

/** What is said for errors that the framework itself raises, by status. */
const FRAMEWORK_ANSWERS: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['invalid_request', 'The request could not be read.'],
  401: ['unauthenticated', 'Sign in first.'],
  403: ['forbidden', 'You are not allowed to do this.'],
  404: ['not_found', 'There is nothing at this address.'],
  405: ['method_not_allowed', 'This address does not support that method.'],
  413: ['too_large', 'The request is too large.'],
  415: ['unsupported_media_type', 'This kind of content is not accepted here.'],
  429: ['too_many_requests', 'Too many requests. Wait a moment and try again.'],
};

/**
 * The one exception filter of an app. DomainErrors get the status of their code; `invalid_request` is 400 everywhere.
 * Everything unexpected becomes a 500 that tells only a correlation id, which the log has together with the stack.
 */
export function createErrorFilter(statusOf: Readonly<Record<string, number>>): ExceptionFilter {
  return new ErrorFilter({ invalid_request: 400, ...statusOf });
}

@Catch()
class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('ErrorFilter');

  constructor(private readonly statusOf: Readonly<Record<string, number>>) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw exception;
    const response = host.switchToHttp().getResponse<Response>();
    const answer = this.counted(exception, correlationIdOf(host.switchToHttp().getRequest<Request>()));
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (answer.retryAfterSeconds !== undefined) response.setHeader('Retry-After', Math.ceil(answer.retryAfterSeconds));
    response.status(answer.status).json(answer.body);
  }

  private counted(exception: unknown, correlationId: string): Answer {
    const answer = this.answerTo(exception, correlationId);
    refusals.add({ code: answer.body.error.code, status: String(answer.status) });
    return answer;
  }

  private answerTo(exception: unknown, correlationId: string): Answer {
    if (exception instanceof DomainError) {
      const status = this.statusOf[exception.code];
      if (status !== undefined) return this.domainAnswer(exception, status, correlationId);
    }
    const status = clientFaultOf(exception);
    if (status !== null) {
      const [code, message] = FRAMEWORK_ANSWERS[status] ?? ['invalid_request', 'The request was refused.'];
      return { status, body: { error: { code, message } } };
    }
    this.logger.error({ err: exception, correlationId }, 'Unexpected error');
    const message = `Something went wrong on our side. If it happens again, tell the site team this code: ${correlationId}`;
    return { status: 500, body: { error: { code: 'internal_error', message, correlationId } } };
  }

  private domainAnswer(error: DomainError, status: number, correlationId: string): Answer {
    if (status >= 500) this.logger.warn({ err: error, correlationId }, `Answered ${status} ${error.code}`);
    const body: ErrorBody = {
      error: {
        code: error.code,
        message: error.message,
        ...(error.fields ? { fields: error.fields } : {}),
        ...(status >= 500 ? { correlationId } : {}),
      },
    };
    return error.retryAfterSeconds === undefined
      ? { status, body }
      : { status, body, retryAfterSeconds: error.retryAfterSeconds };
  }
}

/** The 4xx status of a framework or body-parser error; null for everything else. */
function clientFaultOf(exception: unknown): number | null {
  if (exception instanceof HttpException) return isClientFault(exception.getStatus()) ? exception.getStatus() : null;
  if (!(exception instanceof Error) || !('expose' in exception) || exception.expose !== true) return null;
  const status = 'status' in exception ? exception.status : null;
  return typeof status === 'number' && isClientFault(status) ? status : null;
}

function isClientFault(status: number): boolean {
  return status >= 400 && status < 500;
}

function correlationIdOf(request: Request): string {
  return typeof request.id === 'string' ? request.id : randomUUID();
}
