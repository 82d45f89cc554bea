import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { DiscordOAuthClient, DiscordOAuthFailure } from '@pulsetech/discord-client';
import { Clock, SecretBox, Transactions } from '@pulsetech/server-kit';
import type { LicenceEntity } from '../licenses/licence.entity.js';
import type { PendingRevocationEntity } from './pending-revocation.entity.js';
import { PendingRevocationsRepository } from './pending-revocations.repository.js';
import { RelayGrantsRepository } from './relay-grants.repository.js';
import { RelayTokensBox } from './relay-tokens-box.js';
import { TokenHandles } from './token-handles.js';

const FIRST_RETRY_S = 60;
const LONGEST_RETRY_S = 6 * 3600;
const ATTEMPTS = 20;
const BATCH = 20;
/** Longer than Discord is waited for. */
const CLAIM_S = 15;
const LOOK_AGAIN_MS = 100;

type NewRevocation = Parameters<PendingRevocationsRepository['insert']>[1];

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
    private readonly box: RelayTokensBox,
    private readonly discord: DiscordOAuthClient,
    private readonly secrets: SecretBox,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** From now on no handle of this person works for this site. Unknown tokens are no error (RFC 7009 section 2.2). */
  async revoke(licence: LicenceEntity, token: string): Promise<void> {
    const handle = this.handles.open(token, ['access', 'refresh']);
    if (handle?.clientId !== licence.clientId) return;
    const { grantId, discordUserId } = handle;
    const now = this.clock.nowSeconds();
    await this.transactions.run(async (tx) => {
      const grant = await this.grants.findToDelete(tx, grantId, licence.id);
      if (!grant) return;
      // Discord takes no notice of a refresh token that was spent, so the newest one is what it is told.
      const token = this.box.refreshTokenOf(grant, now) ?? handle.token;
      await this.grants.deleteAll(tx, [grantId]);
      await this.pending.insert(tx, this.pendingOf(discordUserId, token, now));
    });
    await this.carryOutFor(discordUserId);
  }

  /** Ends tokens that no site holds. */
  async endTokens(discordUserId: string, token: string): Promise<void> {
    const now = this.clock.nowSeconds();
    await this.transactions.run((tx) => this.pending.insert(tx, this.pendingOf(discordUserId, token, now)));
    await this.carryOutFor(discordUserId);
  }

  /** What is to be told to Discord from now on, at once. */
  pendingOf(discordUserId: string, token: string, now: number): NewRevocation {
    return { discordUserId, tokenSealed: this.secrets.seal(token), nextAttemptAt: now, createdAt: now };
  }

  /**
   * The person has come back, and the grant is stored: revocations that have not begun are dropped, those that have are
   * waited for. True when there was one, which may have ended the new tokens with the old.
   */
  async stopFor(discordUserId: string): Promise<boolean> {
    await this.pending.deleteUnclaimedOfUser(discordUserId, this.clock.nowSeconds());
    const begun = await this.pending.ofUser(discordUserId);
    const deadline = performance.now() + CLAIM_S * 1000;
    while (begun.length > 0 && performance.now() < deadline) {
      if ((await this.pending.ofUser(discordUserId)).length === 0) break;
      await sleep(LOOK_AGAIN_MS);
      await this.pending.deleteUnclaimedOfUser(discordUserId, this.clock.nowSeconds());
    }
    return begun.length > 0;
  }

  /** Carries out what Discord could not be told before. */
  async carryOutDue(): Promise<void> {
    for (const revocation of await this.pending.due(this.clock.nowSeconds(), BATCH)) await this.carryOut(revocation);
  }

  private async carryOutFor(discordUserId: string): Promise<void> {
    for (const revocation of await this.pending.ofUser(discordUserId)) await this.carryOut(revocation);
  }

  private async carryOut(revocation: PendingRevocationEntity): Promise<void> {
    const { id, discordUserId } = revocation;
    const now = this.clock.nowSeconds();
    // Claimed before the grants are counted: a sign-in stores its grant first and looks for claims then, so that one of
    // the two always sees the other.
    if (!(await this.pending.claim(id, now, now + CLAIM_S))) return;
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
