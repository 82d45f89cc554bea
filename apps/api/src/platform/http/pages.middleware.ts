import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { static as serveStatic, type NextFunction, type Request, type RequestHandler, type Response } from 'express';

/** Addresses of pages, as documented. Everything below /admin is a page as well. */
const PAGES = new Set([
  '/',
  '/my',
  '/login/index.php',
  '/admin',
  '/local/pulsetech_discord/link.php',
  '/local/pulsetech_discord/rolemappings.php',
  '/local/pulsetech_discord/activity.php',
  '/local/pulsetech_discord/runs.php',
  '/local/pulsetech_discord/run.php',
  '/local/pulsetech_discord/person.php',
  '/local/pulsetech_discord/webservice.php',
]);

const NOT_BUILT = 'The pages are not built yet. Run "npm run build" and reload this page.\n';

export function isPage(path: string): boolean {
  const plain = path === '/' ? path : path.replace(/\/+$/, '');
  return PAGES.has(plain) || plain.startsWith('/admin/');
}

/** Files of the built pages. Their names carry a hash of the content, so browsers may keep what is below /assets. */
export function serveFiles(webDist: string): RequestHandler {
  const files = serveStatic(webDist, {
    index: false,
    redirect: false,
    setHeaders: (response, path) => {
      const hashed = path.startsWith(join(webDist, 'assets'));
      response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  return (request, response, next): void => {
    // Nest mounts middleware at the address that it matches, which would leave nothing of it.
    const { url, baseUrl } = request;
    Object.assign(request, { url: request.originalUrl, baseUrl: '' });
    void files(request, response, (error?: unknown) => {
      Object.assign(request, { url, baseUrl });
      next(error);
    });
  };
}

/** The one page of the application at every documented address; which page it shows is the browser's part. */
export function servePages(webDist: string): RequestHandler {
  const page = join(webDist, 'index.html');
  return (request: Request, response: Response, next: NextFunction): void => {
    if (!['GET', 'HEAD'].includes(request.method) || !isPage(pathOf(request))) {
      next();
    } else if (existsSync(page)) {
      response.sendFile(page, { headers: { 'Cache-Control': 'no-cache' } });
    } else {
      response.status(503).type('text/plain').send(NOT_BUILT);
    }
  };
}

function pathOf(request: Request): string {
  return request.originalUrl.split('?', 1)[0] ?? '/';
}
