import type { Response } from 'express';
import { STYLE_SOURCE } from './page.js';

/**
 * Sends a page. `formTargets`: origins that its form may end up at; browsers check the whole chain of redirects that
 * follows a form against `form-action`.
 */
export function sendPage(
  response: Response,
  status: number,
  source: string,
  formTargets: readonly string[] = [],
): void {
  const formAction = formTargets.length === 0 ? "'none'" : ["'self'", ...formTargets].join(' ');
  const policy = [
    "default-src 'none'",
    `style-src ${STYLE_SOURCE}`,
    `form-action ${formAction}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
  response.setHeader('Content-Security-Policy', policy);
  response.setHeader('Cache-Control', 'no-store');
  response.status(status).type('html').send(source);
}
