import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import {
  moodleException,
  RestServer,
  serve,
  type MoodleException,
  type RawRequest,
  type RestReply,
  type ServedCall,
} from '@pulsetech/moodle-rest';
import { redactBody, redactHeaders, redactUrl } from '@pulsetech/server-kit';
import type { NextFunction, Request, Response } from 'express';
import { AppConfig } from '../../platform/config/app-config.js';
import { LicenseError } from '../license/license.errors.js';
import { CallerAuthentication } from './caller-authentication.js';
import type { Caller } from './callers.cache.js';
import { WebserviceFunctions } from './webservice-functions.js';

export const ENDPOINT = '/webservice/rest/server.php';

/** Most characters of what was wrong with a call in the log. */
const MAX_DETAIL = 500;

/** `/webservice/rest/server.php`: the four functions under Moodle's protocol. */
@Injectable()
export class WebserviceEndpoint {
  private readonly logger = new Logger('Webservice');
  private readonly server: RestServer<Caller>;
  private readonly traces: boolean;

  constructor(authentication: CallerAuthentication, { declared }: WebserviceFunctions, config: AppConfig) {
    this.traces = config.LOG_LEVEL === 'trace';
    this.server = new RestServer<Caller>({
      functions: declared,
      authenticate: (token, origin) => authentication.authenticate(token, origin),
      state: () => Promise.resolve({ open: true, debug: 'off' }),
      mayCall: ({ functions }, name) => functions === null || functions.has(name),
      hasCapability: (caller, capability) => caller.capabilities.has(capability),
      onFailure: (error) => this.failure(error),
      onServed: (call) => {
        this.record(call);
      },
    });
  }

  /** Answers one request; nothing else of the server needs to see it. */
  async serve(request: Request, response: Response): Promise<void> {
    const serving = await serve(
      async (raw) => {
        const reply = await this.server.handle(raw);
        if (this.traces) this.trace(request, raw, reply);
        return reply;
      },
      request,
      response,
      request.ip ?? '',
    );
    if (serving === 'too large') this.logger.log('A web service call was refused: its body is too large');
    if (serving === 'given up') this.logger.debug('A web service call was given up by its sender');
  }

  /** One line for each call, since the log of the other routes does not see them; what was sent is never in it. */
  private record({ functionName, caller, exception, milliseconds }: ServedCall<Caller>): void {
    const outcome = exception === null ? 'ok' : (exception.errorcode ?? exception.exception);
    const by = caller === null ? 'nobody known' : `token ${caller.tokenId} (${caller.tokenName})`;
    this.logger.log(`${functionName ?? 'unknown function'}: ${outcome}, ${Math.round(milliseconds)} ms, by ${by}`);
    if (exception?.debuginfo) this.logger.debug(`${outcome}: ${exception.debuginfo.slice(0, MAX_DETAIL)}`);
  }

  private failure(error: unknown): MoodleException {
    if (error instanceof LicenseError) return moodleException('licenceinvalid', error.message);
    const correlationId = randomUUID();
    this.logger.error({ err: error, correlationId }, 'A web service call failed');
    return moodleException(
      'servererror',
      `Something went wrong on our side. If it happens again, tell the site team this code: ${correlationId}`,
    );
  }

  /** As for the other routes: at log level `trace`, headers and bodies of both sides, redacted. */
  private trace({ originalUrl, headers }: Request, { method, contentType, body }: RawRequest, reply: RestReply): void {
    const exchange = {
      method,
      url: redactUrl(originalUrl),
      requestHeaders: redactHeaders(headers),
      requestBody: redactBody(body.toString('utf8'), contentType),
      status: reply.status,
      responseHeaders: redactHeaders(reply.headers),
      responseBody: redactBody(reply.body, reply.headers['Content-Type'] ?? ''),
    };
    this.logger.verbose({ exchange }, 'exchange');
  }
}

/**
 * Puts the web service before everything else that the server does with a request. Bots call it thousands of times a
 * second, and it has its own parameters, authentication and error format: body parsers, sessions, CSRF tokens, guards and
 * filters of the other routes must not touch it. It refuses by default on its own: without a valid token of a user with
 * the right capabilities no function runs.
 */
export function mountWebservice(app: INestApplication): void {
  const endpoint = app.get(WebserviceEndpoint);
  app.use(ENDPOINT, (request: Request, response: Response, next: NextFunction) => {
    endpoint.serve(request, response).catch(next);
  });
}
