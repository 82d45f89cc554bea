import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';

const requestIds = new AsyncLocalStorage<string>();

/** The correlation id of the request that is being answered, as it stands in each of its log lines; none outside one. */
export function currentRequestId(): string | undefined {
  return requestIds.getStore();
}

/** Makes the id that the log gave a request known to whatever answers it. */
@Injectable()
export class RequestIdMiddleware implements NestMiddleware {
  use(request: Request, _response: Response, next: NextFunction): void {
    if (typeof request.id === 'string') requestIds.run(request.id, next);
    else next();
  }
}
