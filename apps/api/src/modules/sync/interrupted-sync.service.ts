import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ProcessRole } from '../../platform/process/process-role.js';
import { LinksRepository } from '../linking/links.repository.js';
import { LedgerRepository } from './ledger.repository.js';
import { SyncService } from './sync.service.js';

const RETRY_MS = 300_000;
const PAGE = 200;

/**
 * Completes what was interrupted: users with intents that nobody settled are observed afresh and synchronised, and what
 * is still given to people without a link is taken back. Users about whom nothing is known now are tried again later.
 */
@Injectable()
export class InterruptedSync implements OnApplicationBootstrap {
  private readonly logger = new Logger(InterruptedSync.name);
  private running: Promise<void> | null = null;

  constructor(
    private readonly ledger: LedgerRepository,
    private readonly links: LinksRepository,
    private readonly sync: SyncService,
    private readonly role: ProcessRole,
  ) {}

  onApplicationBootstrap(): void {
    // Not waited for: the server is ready without the billing server.
    if (this.role.isServer) void this.recover();
  }

  /** Never throws; a call while one is going on joins it. */
  @Interval(RETRY_MS)
  recover(): Promise<void> {
    this.running ??= this.recoverAll().finally(() => (this.running = null));
    return this.running;
  }

  private async recoverAll(): Promise<void> {
    try {
      for (let after = 0; ;) {
        const users = await this.ledger.unsettledUsers(after, PAGE);
        const last = users.at(-1);
        if (last === undefined) return;
        for (const userId of users) await this.recoverOne(userId);
        after = last;
      }
    } catch (error) {
      this.logger.error({ err: error }, 'Interrupted synchronisations could not be looked for');
    }
  }

  private async recoverOne(userId: number): Promise<void> {
    try {
      const link = await this.links.findByUserId(userId);
      if (link) await this.sync.observeAndSync({ userId, cause: 'recovery' });
      else await this.sync.revokeAll({ userId, discordId: '', cause: 'recovery' });
    } catch (error) {
      this.logger.warn({ err: error, userId }, `The synchronisation of user ${userId} could not be completed yet`);
    }
  }
}
