import { Injectable, Logger } from '@nestjs/common';
import { DiscordOAuthClient, DiscordOAuthFailure } from '@pulsetech/discord-client';
import { Clock, SecretBox, Transactions } from '@pulsetech/server-kit';
import type { LicenceEntity } from '../licenses/licence.entity.js';
import type { PendingRevocationEntity } from './pending-revocation.entity.js';
import { PendingRevocationsRepository } from './pending-revocations.repository.js';
import { RelayGrantsRepository } from './relay-grants.repository.js';
import { TokenHandles } from './token-handles.js';

const FIRST_RETRY_S = 60;
const LONGEST_RETRY_S = 6 * 3600;
const ATTEMPTS = 20;
const BATCH = 20;

/**
 * Ends a site's hold on a person's tokens. At Discord a revocation ends all tokens of the person for the whole
 * application, that is for every site served here, so Discord is told only when the last site lets go.
 */
@Injectable()
export class RelayRevocationService {
  private readonly logger = new Logger(RelayRevocationService.name);

  constructor(
    private readonly grants: RelayGrantsRepository,
    private readonly pending: PendingRevocationsRepository,
    private readonly handles: TokenHandles,
    private readonly discord: DiscordOAuthClient,
    private readonly secrets: SecretBox,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** From now on no handle of this person works for this site. Unknown tokens are no error (RFC 7009 section 2.2). */
  async revoke(licence: LicenceEntity, token: string): Promise<void> {
    const handle = this.handles.open(token, ['access', 'refresh']);
    if (handle?.clientId !== licence.clientId) return;
    const now = this.clock.nowSeconds();
    await this.transactions.run(async (tx) => {
      if (!(await this.grants.delete(tx, handle.grantId, licence.id))) return;
      await this.pending.insert(tx, {
        discordUserId: handle.discordUserId,
        tokenSealed: this.secrets.seal(handle.token),
        attempts: 0,
        nextAttemptAt: now + FIRST_RETRY_S,
        createdAt: now,
      });
    });
    for (const revocation of await this.pending.ofUser(handle.discordUserId)) await this.carryOut(revocation);
  }

  /** Carries out what Discord could not be told before. */
  async carryOutDue(): Promise<void> {
    for (const revocation of await this.pending.due(this.clock.nowSeconds(), BATCH)) await this.carryOut(revocation);
  }

  private async carryOut(revocation: PendingRevocationEntity): Promise<void> {
    const { id, discordUserId } = revocation;
    // Counted after the own grant is gone for good, so that of two sites letting go at once one sees that none is left.
    const isLast = !(await this.grants.anyOf(discordUserId));
    try {
      const token = isLast ? this.openToken(revocation) : null;
      if (token !== null) await this.discord.revoke(token);
      await this.pending.delete(id);
    } catch (error) {
      if (!(error instanceof DiscordOAuthFailure)) throw error;
      await this.tryLater(revocation, error);
    }
  }

  /** Null when the token cannot be read any more: nothing would ever change that, so the revocation is dropped. */
  private openToken({ id, tokenSealed }: PendingRevocationEntity): string | null {
    try {
      return this.secrets.open(tokenSealed);
    } catch (error) {
      this.logger.error({ err: error }, `Revocation ${id} was dropped: its token cannot be opened any more`);
      return null;
    }
  }

  private async tryLater({ id, attempts }: PendingRevocationEntity, failure: DiscordOAuthFailure): Promise<void> {
    if (attempts + 1 >= ATTEMPTS) {
      this.logger.warn(`A revocation was given up after ${ATTEMPTS} attempts: ${failure.code}`);
      await this.pending.delete(id);
      return;
    }
    const wait = Math.min(FIRST_RETRY_S * 2 ** attempts, LONGEST_RETRY_S);
    await this.pending.postpone(id, attempts + 1, this.clock.nowSeconds() + wait);
  }
}
