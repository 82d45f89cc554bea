import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@pulsetech/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createDataSource } from './create-data-source.js';

describe('a SQLite file that is opened', () => {
  let folder: TemporaryFolder;
  let runs: number;
  beforeEach(() => {
    folder = temporaryFolder();
    runs = 0;
  });
  afterEach(() => folder.remove());

  const open = (up: (runner: QueryRunner) => Promise<unknown>) => {
    class Tried1700000000000 implements MigrationInterface {
      async up(runner: QueryRunner): Promise<void> {
        runs++;
        await up(runner);
      }

      async down(): Promise<void> {
        await Promise.resolve();
      }
    }
    return createDataSource({
      sqlitePath: join(folder.path, 'x.sqlite'),
      entities: [],
      migrations: [Tried1700000000000],
    });
  };

  it('is migrated anew when another process made a table at the same time', async () => {
    const opened = await open(async (runner) => {
      await runner.query('CREATE TABLE things (id integer)');
      if (runs === 1) await runner.query('CREATE TABLE things (id integer)');
    });
    expect(runs).toBe(2);
    await opened.destroy();
  });

  it('is given up at once when a migration is wrong', async () => {
    await expect(open((runner) => runner.query('CREATE TABEL things (id integer)'))).rejects.toThrow('syntax error');
    expect(runs).toBe(1);
  });
});
