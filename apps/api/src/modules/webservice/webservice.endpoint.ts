import { Injectable, Logger } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import {
  accessException,
  moodleException,
  RestServer,
  serve,
  type RawRequest,
  type RestReply,
  type RestServerOptions,
  type ServedCall,
} from '@pulsetech/moodle-rest';
import { durations, redactBody, redactHeaders, redactUrl } from '@pulsetech/server-kit';
import type { NextFunction, Request, Response } from 'express';
import { AppConfig } from '../../platform/config/app-config.js';
import { LicenseError } from '../license/license.errors.js';
import { SettingsService } from '../settings/settings.service.js';
import { ENDPOINT, LOGIN_ENDPOINT, SIMPLE_ENDPOINT } from './addresses.js';
import type { Caller } from './callers.cache.js';
import { failureOf } from './failures.js';
import { LimitedCalls } from './limits/limited-calls.js';
import { LoginTokenEndpoint } from './login-token/login-token.endpoint.js';
import { CallRecorder } from './log/call-recorder.js';
import { servedCall, tooLargeCall } from './log/served-once.js';
import { serviceState } from './service-state.js';
import { WebserviceFunctions } from './webservice-functions.js';

/** Most characters of what was wrong with a call in the log. */
const MAX_DETAIL = 500;

const calls = durations(
  {
    name: 'pulsetech_webservice_call_duration_seconds',
    help: 'Calls of the web service, by function and outcome (ok, or the code of the error).',
    labels: ['function', 'outcome'],
  },
  [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
);

/** `/webservice/rest/server.php`: all functions under Moodle's protocol. */
@Injectable()
export class WebserviceEndpoint {
  private readonly logger = new Logger('Webservice');
  private readonly server: RestServer<Caller>;
  private readonly closedServer: RestServer<Caller>;
  private readonly traces: boolean;

  constructor(
    limits: LimitedCalls,
    { declared }: WebserviceFunctions,
    settings: SettingsService,
    private readonly recorder: CallRecorder,
    config: AppConfig,
  ) {
    this.traces = config.LOG_LEVEL === 'trace';
    const options: RestServerOptions<Caller> = {
      functions: declared,
      state: () => serviceState(settings),
      admit: (token, origin) => limits.admit(token, origin),
      authenticate: (token, origin) => limits.authenticate(token, origin),
      mayCall: ({ functions }, name) => functions === null || functions.has(name),
      hasCapability: (caller, capability) => caller.capabilities.has(capability),
      onFailure: (error) =>
        error instanceof LicenseError
          ? moodleException('licenceinvalid', error.message)
          : failureOf(error, 'A web service call', this.logger),
      onServed: (call) => {
        this.record(call);
      },
    };
    this.server = new RestServer(options);
    this.closedServer = new RestServer({
      ...options,
      admit: async (_token, origin) => {
        await limits.admit(null, origin);
        throw accessException('The web service authentication plugin is disabled.');
      },
    });
  }

  /** Answers one request; nothing else of the server needs to see it. */
  serve(request: Request, response: Response): Promise<void> {
    return this.serveBy(this.server, request, response);
  }

  /** Refuses one request, as everything at the endpoint that is not open. */
  serveClosed(request: Request, response: Response): Promise<void> {
    return this.serveBy(this.closedServer, request, response);
  }

  private async serveBy(server: RestServer<Caller>, request: Request, response: Response): Promise<void> {
    const address = request.ip ?? '';
    const serving = await serve(
      async (raw) => {
        const reply = await server.handle(raw);
        if (this.traces) this.trace(request, raw, reply);
        return reply;
      },
      request,
      response,
      address,
    );
    if (serving === 'too large') {
      this.recorder.record(tooLargeCall(address));
      this.logger.log('A web service call was refused: its body is too large');
    }
    if (serving === 'too slow') this.logger.log('A web service call was refused: its body did not arrive in time');
    if (serving === 'given up') this.logger.debug('A web service call was given up by its sender');
  }

  /** One line for each call, since the log of the other routes does not see them; what was sent is never in it. */
  private record(call: ServedCall<Caller>): void {
    const served = servedCall(call);
    this.recorder.record(served);
    const { functionName, outcome, caller, milliseconds } = served;
    calls.observe({ function: functionName, outcome }, milliseconds / 1000);
    const by = caller === null ? 'nobody known' : `token ${caller.tokenId} (${caller.tokenName})`;
    this.logger.log(`${functionName}: ${outcome}, ${Math.round(milliseconds)} ms, by ${by}`);
    const { exception } = call;
    if (exception?.debuginfo) this.logger.debug(`${outcome}: ${exception.debuginfo.slice(0, MAX_DETAIL)}`);
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
  app.use(addressOf(ENDPOINT), (request: Request, response: Response, next: NextFunction) => {
    endpoint.serve(request, response).catch(next);
  });
  app.use(addressOf(SIMPLE_ENDPOINT), (request: Request, response: Response, next: NextFunction) => {
    endpoint.serveClosed(request, response).catch(next);
  });
  const logins = app.get(LoginTokenEndpoint);
  app.use(addressOf(LOGIN_ENDPOINT), (request: Request, response: Response, next: NextFunction) => {
    logins.serve(request, response).catch(next);
  });
}

/**
 * The path and what follows it after a slash. Slashes may be doubled: web servers before Moodle take that for one, so a
 * client that was told the site's address with a slash at its end gets there.
 */
function addressOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll('/', '/+')}(?=/|$)`);
}
