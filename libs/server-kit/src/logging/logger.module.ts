import { randomUUID } from 'node:crypto';
import { Module, type DynamicModule, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DestinationStream, LoggerOptions } from 'pino';
import { ExchangeTraceMiddleware } from './exchange-trace.middleware.js';
import { describeError, redactText, redactUrl, redactValue } from './redaction.js';
import { RequestIdMiddleware } from './request-id.js';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LoggingOptions {
  readonly level: LogLevel;
  /** Readable lines instead of JSON. */
  readonly pretty: boolean;
  /** Name of the server in each entry. */
  readonly service: string;
  /** Where the log goes instead of the standard output; for tests. */
  readonly destination?: DestinationStream;
}

const INFO = 30;

/** Parts of the framework that tell at every start how modules and routes are wired; of interest when debugging only. */
const WIRING = ['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory', 'NestApplication'];

const REQUEST_ID = /^[\w.:-]{8,64}$/;

/**
 * The log of a server, with nestjs-pino: one line a request, a correlation id on every entry of a request (taken from
 * `X-Request-Id` where it is well formed), and every entry redacted whoever writes it.
 */
export function createLoggerModule(options: LoggingOptions): DynamicModule {
  return {
    module: options.level === 'trace' ? TracingModule : PlainLoggingModule,
    imports: [LoggerModule.forRoot({ pinoHttp: pinoHttpParams(options) })],
  };
}

@Module({})
class PlainLoggingModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(RequestIdMiddleware).forRoutes('{/*splat}');
  }
}

@Module({})
class TracingModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(RequestIdMiddleware, ExchangeTraceMiddleware).forRoutes('{/*splat}');
  }
}

/** Options of a pino logger whose every entry is redacted; also for loggers outside of Nest. */
export function pinoOptions(options: Pick<LoggingOptions, 'level' | 'pretty' | 'service'>): LoggerOptions {
  return {
    level: options.level,
    base: { service: options.service },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }), log: redactEntry },
    serializers: { err: (error: unknown) => (error instanceof Error ? describeError(error) : redactValue(error)) },
    hooks: {
      logMethod(given, method, level) {
        if (level <= INFO && !this.isLevelEnabled('debug') && isWiring(given[0])) return;
        const redacted = given.map((part: unknown) => (typeof part === 'string' ? redactText(part) : part));
        return method.apply(this, redacted as typeof given);
      },
    },
    ...(options.pretty
      ? { transport: { target: 'pino-pretty', options: { singleLine: true, ignore: 'pid,hostname,service' } } }
      : {}),
  };
}

function pinoHttpParams(options: LoggingOptions) {
  const params = {
    ...pinoOptions(options),
    genReqId: correlationId,
    quietReqLogger: true,
    customSuccessMessage: (request: IncomingMessage, response: ServerResponse) => oneLine(request, response),
    customErrorMessage: (request: IncomingMessage, response: ServerResponse) => oneLine(request, response),
    customLogLevel: (_request: IncomingMessage, response: ServerResponse, error?: Error) =>
      error !== undefined || response.statusCode >= 500 ? ('error' as const) : ('info' as const),
    // Where a 5xx was answered on purpose, pino-http makes up an error whose stack says nothing.
    customErrorObject: (_request: IncomingMessage, response: ServerResponse, error: Error, entry: object) => ({
      ...entry,
      err: response.writableFinished && response.err === undefined ? undefined : error,
    }),
    serializers: {
      err: (error: unknown) => (error instanceof Error ? describeError(error) : redactValue(error)),
      req: describeRequest,
      res: (response: { statusCode: number }) => ({ statusCode: response.statusCode }),
    },
    wrapSerializers: false,
  };
  return options.destination ? ([params, options.destination] as [typeof params, DestinationStream]) : params;
}

/** Requests and responses have serialisers of their own; all other data of an entry is redacted here. */
function redactEntry(entry: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(entry).map(([name, value]) =>
      name === 'req' || name === 'res' || name === 'exchange' ? [name, value] : [name, entryValue(name, value)],
    ),
  );
}

function entryValue(name: string, value: unknown): unknown {
  const redacted = redactValue({ [name]: value }) as Record<string, unknown>;
  return redacted[name];
}

function correlationId(request: IncomingMessage, response: ServerResponse): string {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
  response.setHeader('X-Request-Id', id);
  return id;
}

function describeRequest(request: IncomingMessage & { originalUrl?: string }): Record<string, unknown> {
  return { method: request.method, url: redactUrl(addressOf(request)) };
}

function oneLine(request: IncomingMessage & { originalUrl?: string }, response: ServerResponse): string {
  return `${request.method ?? ''} ${redactUrl(addressOf(request))} ${response.statusCode}`;
}

function addressOf(request: IncomingMessage & { originalUrl?: string }): string {
  return request.originalUrl ?? request.url ?? '';
}

function isWiring(entry: unknown): boolean {
  return (
    typeof entry === 'object' && entry !== null && 'context' in entry && WIRING.some((name) => name === entry.context)
  );
}
