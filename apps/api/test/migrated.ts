import { join } from 'node:path';
import { createDataSource } from '@pulsetech/server-kit';
import type { DatabaseTemplate } from '@pulsetech/testing';
import { migrations } from '../src/platform/database/migrations.js';

/** The site's tables with nothing in them but what the migrations put there. */
export const MIGRATED: DatabaseTemplate = {
  sources: join(__dirname, '../src/platform/database'),
  fill: async (url) => (await createDataSource({ url, entities: [], migrations })).destroy(),
};
