import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { withWorkers } from '../../../platform/batching/workers.js';
import { ProcessRole } from '../../../platform/process/process-role.js';
import { Jobs } from '../../../platform/queue/jobs.js';
import { LinksRepository } from '../../linking/links.repository.js';
import { LedgerRepository } from '../ledger/ledger.repository.js';
import { SyncService } from '../user/sync.service.js';
import { TakingBackService } from '../user/taking-back.service.js';

const KIND = 'recovery';
const EVERY_MS = 300_000;
const OPTIONS = { concurrency: 1, attempts: 1, backoffMs: 0 };
const PAGE = 200;
/** Few at a time: people who wait for their own synchronisation come first. */
const WORKERS = 5;

/**
 * Completes what was interrupted: users with intents that nobody settled are observed afresh and get what is due; of what
 * they hold, only what was begun to be taken is taken, so that nobody goes round the removal stop. What is still given to
 * people without a link is taken back. Users about whom nothing is known now are tried again later.
 */
@Injectable()
export class InterruptedSync implements OnModuleInit, OnApplicationBootstrap {
  private readonly logger = new Logger(InterruptedSync.name);
  private running: Promise<void> | null = null;

  constructor(
    private readonly ledger: LedgerRepository,
    private readonly links: LinksRepository,
    private readonly sync: SyncService,
    private readonly takingBack: TakingBackService,
    private readonly jobs: Jobs,
    private readonly role: ProcessRole,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(KIND, OPTIONS, ({ signal }) => this.recover(signal));
    this.jobs.every(KIND, EVERY_MS);
  }

  /** The process that died may have been this one, so it is not waited for the next turn. */
  onApplicationBootstrap(): void {
    if (!this.role.isServer) return;
    // Not waited for: the server is ready without Redis.
    this.jobs.add(KIND, {}, { key: KIND }).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'Interrupted synchronisations are looked for at the next turn');
    });
  }

  /** Never throws; a call while one is going on joins it. */
  recover(signal?: AbortSignal): Promise<void> {
    this.running ??= this.recoverAll(signal).finally(() => (this.running = null));
    return this.running;
  }

  private async recoverAll(signal: AbortSignal | undefined): Promise<void> {
    try {
      for (let after = 0; !signal?.aborted;) {
        const users = await this.ledger.unsettledUsers(after, PAGE);
        const last = users.at(-1);
        if (last === undefined) return;
        await withWorkers(WORKERS, users, async (userId) => {
          if (!signal?.aborted) await this.recoverOne(userId);
        });
        after = last;
      }
    } catch (error) {
      this.logger.error({ err: error }, 'Interrupted synchronisations could not be looked for');
    }
  }

  private async recoverOne(userId: number): Promise<void> {
    try {
      const link = await this.links.findByUserId(userId);
      if (link) await this.sync.observeAndSync({ userId, cause: 'recovery', only: 'open' });
      else await this.takingBack.revokeAll({ userId, discordId: null, cause: 'recovery' });
    } catch (error) {
      this.logger.warn({ err: error, userId }, `The synchronisation of user ${userId} could not be completed yet`);
    }
  }
}
