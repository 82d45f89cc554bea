import { Logger } from '@nestjs/common';
import { SharedClock, SystemClock, type Clock } from '@pulsetech/server-kit';
import type { DataSource } from 'typeorm';
import { databaseTime } from './database-time.js';

/** More than that is a clock that is wrong, and no difference between two that are right. */
const WORTH_TELLING_MS = 2_000;

/** The database server's time, for all processes of the site; with SQLite they share a machine and its clock. */
export async function siteClock(dataSource: DataSource): Promise<Clock> {
  const own = new SystemClock();
  if (dataSource.options.type === 'better-sqlite3') return own;
  const logger = new Logger('Clock');
  const clock = new SharedClock({
    own,
    ask: () => databaseTime(dataSource),
    onDrift: (offsetMs) => {
      if (Math.abs(offsetMs) < WORTH_TELLING_MS) return;
      const [seconds, direction] = [Math.round(Math.abs(offsetMs) / 1000), offsetMs > 0 ? 'behind' : 'ahead of'];
      logger.warn(
        { offsetMs },
        `The clock of this machine is ${seconds} s ${direction} that of the database server, whose time counts. The log goes by the former.`,
      );
    },
    onFailure: (error) => logger.debug({ err: error }, 'The database server did not say what time it is'),
  });
  await clock.start();
  return clock;
}
