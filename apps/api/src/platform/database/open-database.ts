import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createDataSource } from '@pulsetech/server-kit';
import type { DataSource } from 'typeorm';
import type { AppConfig } from '../config/app-config.js';
import { entities } from './entities.js';
import { migrations } from './migrations.js';

/** The site's database, migrated: DATABASE_URL, or the SQLite file in DATA_DIR. */
export function openDatabase(config: Pick<AppConfig, 'DATABASE_URL' | 'DATA_DIR'>): Promise<DataSource> {
  if (config.DATABASE_URL) return createDataSource({ url: config.DATABASE_URL, entities, migrations });
  mkdirSync(config.DATA_DIR, { recursive: true, mode: 0o700 });
  return createDataSource({ sqlitePath: join(config.DATA_DIR, 'pulsetech.sqlite'), entities, migrations });
}
