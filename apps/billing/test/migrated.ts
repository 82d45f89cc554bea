import { join } from 'node:path';
import { createDataSource } from '@pulsetech/server-kit';
import type { DatabaseTemplate } from '@pulsetech/testing';
import { MIGRATIONS } from '../src/platform/database/migrations.js';

/** Billing's tables, empty. */
export const MIGRATED: DatabaseTemplate = {
  sources: join(__dirname, '../src/platform/database'),
  fill: async (url) => (await createDataSource({ url, entities: [], migrations: MIGRATIONS })).destroy(),
};
