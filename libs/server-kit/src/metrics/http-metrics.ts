import type { INestApplication } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { durations } from './metrics.js';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const requests = durations(
  {
    name: 'pulsetech_http_request_duration_seconds',
    help: 'Requests that were answered, by the pattern of their route.',
    labels: ['method', 'route', 'status'],
  },
  BUCKETS_S,
);

/** Measures every request that comes after it. Call it before anything else that answers requests. */
export function measureRequests(app: INestApplication): void {
  app.use((request: Request, response: Response, next: NextFunction) => {
    const begun = performance.now();
    response.once('finish', () => {
      const labels = { method: methodOf(request), route: routeOf(request), status: String(response.statusCode) };
      requests.observe(labels, (performance.now() - begun) / 1000);
    });
    next();
  });
}

function methodOf({ method }: Request): string {
  return METHODS.has(method) ? method : 'other';
}

/** The pattern that the server declared, never the address that was asked for: that may be anything. */
function routeOf(request: Request): string {
  const route: unknown = request.route;
  const path = typeof route === 'object' && route !== null && 'path' in route ? route.path : null;
  return typeof path === 'string' ? path : 'none';
}
