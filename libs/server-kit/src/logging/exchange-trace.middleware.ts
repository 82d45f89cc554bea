import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { redactBody, redactHeaders, redactUrl } from './redaction.js';

const MAX_BODY = 32_768;

/** At log level `trace`: one entry for each exchange with the headers and bodies of both sides, redacted. */
@Injectable()
export class ExchangeTraceMiddleware implements NestMiddleware {
  use(request: Request, response: Response, next: NextFunction): void {
    const chunks: Buffer[] = [];
    keepWritten(response, chunks);
    response.once('finish', () => {
      const requestType = String(request.headers['content-type'] ?? '');
      const responseType = String(response.getHeader('content-type') ?? '');
      request.log.trace(
        {
          exchange: {
            method: request.method,
            url: redactUrl(request.originalUrl),
            requestHeaders: redactHeaders(request.headers),
            requestBody: redactBody(request.body, requestType),
            status: response.statusCode,
            responseHeaders: redactHeaders(response.getHeaders()),
            responseBody: redactBody(Buffer.concat(chunks).toString('utf8'), responseType),
          },
        },
        'exchange',
      );
    });
    next();
  }
}

/** Keeps the start of what is written to the response, without changing what is sent. */
function keepWritten(response: Response, chunks: Buffer[]): void {
  let kept = 0;
  const keep = (chunk: unknown): void => {
    if (kept >= MAX_BODY || !(typeof chunk === 'string' || chunk instanceof Uint8Array)) return;
    const bytes = Buffer.from(chunk as string).subarray(0, MAX_BODY - kept);
    kept += bytes.length;
    chunks.push(bytes);
  };
  const write = response.write.bind(response) as (...given: unknown[]) => boolean;
  const end = response.end.bind(response) as (...given: unknown[]) => Response;
  response.write = (...given: unknown[]): boolean => {
    keep(given[0]);
    return write(...given);
  };
  response.end = (...given: unknown[]): Response => {
    keep(given[0]);
    return end(...given);
  };
}
