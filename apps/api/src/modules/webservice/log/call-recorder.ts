import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { OTHER_CALLS } from '@pulsetech/contracts';
import { Clock } from '@pulsetech/server-kit';
import { endsWithin, LAST_WRITES_MS } from '../../../platform/process/within-time.js';
import { CallTally, type CallGroup, type ServedOnce } from './call-tally.js';
import { WebserviceLogRepository } from './webservice-log.repository.js';

const FLUSH_MS = 1000;

/** After a failure, so that a database that is down is not asked every second. */
const RETRY_MS = 5000;

/**
 * Takes down every call of the web service without keeping it waiting: calls are counted in memory and written once a
 * second, when there were any, and when the server ends. A process that is killed loses the last second. While the
 * database does not answer, what was counted is kept, within bounds, and written when it is back. When the connection
 * breaks between a commit and its confirmation, that second is written twice.
 */
@Injectable()
export class CallRecorder implements OnApplicationShutdown {
  private readonly logger = new Logger(CallRecorder.name);
  private readonly tally: CallTally;
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> | null = null;
  private underWay: readonly CallGroup[] = [];
  private isFailing = false;

  constructor(
    private readonly log: WebserviceLogRepository,
    clock: Clock,
  ) {
    this.tally = new CallTally(clock);
  }

  record(call: ServedOnce): void {
    this.tally.add(call);
    this.arm();
  }

  /** Writes what was counted until now. Does not throw; what could not be written is tried again later. */
  async flush(): Promise<void> {
    while (this.writing) await this.writing;
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (this.tally.isEmpty) return;
    this.writing = this.write(this.tally.drain()).finally(() => {
      this.writing = null;
    });
    await this.writing;
    if (!this.tally.isEmpty) this.arm();
  }

  /** A database that does not answer must not keep the process from ending. */
  async onApplicationShutdown(): Promise<void> {
    await endsWithin(LAST_WRITES_MS, this.flush());
    if (this.timer) clearTimeout(this.timer);
    const unwritten = [...this.underWay, ...this.tally.drain()];
    if (unwritten.length === 0) return;
    const { calls } = numbersOf(unwritten);
    this.logger.error(`${calls} calls are missing in the web service log: the database did not take them`);
  }

  private arm(): void {
    this.timer ??= setTimeout(() => void this.flush(), this.isFailing ? RETRY_MS : FLUSH_MS).unref();
  }

  private async write(groups: readonly CallGroup[]): Promise<void> {
    this.underWay = groups;
    try {
      await this.log.insert(groups);
      if (this.isFailing) this.recovered(groups);
    } catch (error) {
      this.tally.putBack(groups);
      if (this.isFailing) return;
      this.isFailing = true;
      this.logger.error({ err: error }, 'The web service log cannot be written. Calls are counted until it can be');
    } finally {
      this.underWay = [];
    }
  }

  private recovered(groups: readonly CallGroup[]): void {
    this.isFailing = false;
    const { calls, together } = numbersOf(groups);
    this.logger.log(
      { calls, together },
      `The web service log is written again: ${calls} calls were kept, ${together} of them without their details`,
    );
  }
}

function numbersOf(groups: readonly CallGroup[]): { calls: number; together: number } {
  const sum = (some: readonly CallGroup[]): number => some.reduce((calls, group) => calls + group.calls, 0);
  return { calls: sum(groups), together: sum(groups.filter(({ functionName }) => functionName === OTHER_CALLS)) };
}
