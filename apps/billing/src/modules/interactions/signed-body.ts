import type { NestExpressApplication } from '@nestjs/platform-express';
import { raw } from 'express';

const SIGNED_PATHS = ['/interactions', '/webhook-events'];
const LIMIT = '64kb';

/** What Discord signs is the body as it was sent, so here nothing may parse it first. Call it before other body parsers. */
export function keepSignedBodies(app: NestExpressApplication): void {
  app.use(SIGNED_PATHS, raw({ type: () => true, limit: LIMIT }));
}
