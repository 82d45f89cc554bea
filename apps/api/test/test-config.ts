import { loadConfig } from '@pulsetech/server-kit';
import { temporaryFolder, testDatabase } from '@pulsetech/testing';
import { AppConfig } from '../src/platform/config/app-config.js';
import { MIGRATED } from './migrated.js';

export interface TestConfig {
  readonly config: AppConfig;
  /** Removes what was made; close all connections before. */
  drop(): Promise<void>;
}

/** A configuration with a database and a data folder of its own, on the kind of database that TEST_DATABASE names. */
export async function testConfig(env: Readonly<Record<string, string>> = {}): Promise<TestConfig> {
  const database = await testDatabase(MIGRATED);
  const folder = temporaryFolder('pt-site-');
  const config = loadConfig(AppConfig, {
    NODE_ENV: 'test',
    SITE_URL: 'http://site.example',
    DATA_DIR: folder.path,
    ...(database.url ? { DATABASE_URL: database.url } : {}),
    ...env,
  });
  return {
    config,
    drop: async () => {
      folder.remove();
      await database.drop();
    },
  };
}
