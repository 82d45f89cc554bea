import { Logger } from '@nestjs/common';
import { Transactions } from '@pulsetech/server-kit';
import type { DataSource } from 'typeorm';
import { testConfig, type TestConfig } from '../../../test/test-config.js';
import { openDatabase } from '../database/open-database.js';
import { InProcessEvents } from '../events/in-process-events.js';
import { CacheGeneration } from './cache-generation.js';
import { Caches } from './caches.js';

describe('purging caches', () => {
  let test: TestConfig;
  let dataSource: DataSource;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    test = await testConfig();
    dataSource = await openDatabase(test.config);
  }, 120_000);
  afterAll(async () => {
    await dataSource.destroy();
    await test.drop();
  }, 30_000);

  const serverProcess = () => {
    const caches = new Caches();
    let purges = 0;
    caches.register('things', () => (purges += 1));
    const generation = new CacheGeneration(dataSource, new Transactions(dataSource), caches, new InProcessEvents());
    return { caches, generation, purges: () => purges };
  };

  it('empties them here at once, and in every other process when it looks next', async () => {
    const [commandLine, server] = [serverProcess(), serverProcess()];
    await server.generation.watch();
    await commandLine.generation.purgeEverywhere();
    expect([commandLine.purges(), server.purges()]).toEqual([1, 0]);
    await server.generation.watch();
    await server.generation.watch();
    expect(server.purges()).toBe(1);
  });

  it('empties the one whose contents were changed, and no other', () => {
    const { caches, purges } = serverProcess();
    let others = 0;
    caches.register('others', () => (others += 1));
    caches.changed('things');
    expect(purges()).toBeGreaterThan(0);
    expect(others).toBe(0);
  });

  it('empties nothing in a process that has just started', async () => {
    const server = serverProcess();
    await server.generation.watch();
    expect(server.purges()).toBe(0);
  });
});
