import { Injectable } from '@nestjs/common';
import type { LicenceReason } from '@pulsetech/contracts';
import { DataSource } from 'typeorm';
import { LicenseStateEntity } from './license-state.entity.js';

const THE_ROW = 1;

export type VerifiedLicence = Pick<
  LicenseStateEntity,
  'clientId' | 'guildId' | 'guildName' | 'expiresAt' | 'graceUntil' | 'assertion' | 'jwks'
>;

/** The one row about the licence. What is learnt about a key is stored only while that key is still the site's key. */
@Injectable()
export class LicenseRepository {
  constructor(private readonly dataSource: DataSource) {}

  read(): Promise<LicenseStateEntity | null> {
    return this.dataSource.manager.findOneBy(LicenseStateEntity, { id: THE_ROW });
  }

  /**
   * Puts a key in place about which nothing is known yet. The billing server's public keys are kept, and which Discord server
   * the one before was for.
   */
  async putKey(key: { keySealed: string; keyHash: string; maskedKey: string } | null): Promise<void> {
    const before = await this.read();
    await this.dataSource.manager.upsert(
      LicenseStateEntity,
      {
        id: THE_ROW,
        keySealed: key?.keySealed ?? null,
        keyHash: key?.keyHash ?? null,
        maskedKey: key?.maskedKey ?? null,
        status: 'not_verified',
        reason: null,
        clientId: null,
        guildId: null,
        guildName: null,
        assertion: null,
        expiresAt: null,
        graceUntil: null,
        ...(before?.guildId ? { formerGuildId: before.guildId, formerGuildName: before.guildName } : {}),
        movedAt: null,
        verifiedAt: null,
        lastAttemptAt: null,
        lastFailure: null,
      },
      ['id'],
    );
  }

  async recordValid(keyHash: string, licence: VerifiedLicence, at: number): Promise<void> {
    await this.update(keyHash, {
      ...licence,
      ...moveTo(licence, await this.read(), at),
      status: 'valid',
      reason: null,
      verifiedAt: at,
      lastAttemptAt: at,
      lastFailure: null,
    });
  }

  /** A definite answer: the key is of no use, from now on. What it was for is kept, to be shown. */
  async recordInvalid(keyHash: string, reason: LicenceReason, at: number): Promise<void> {
    await this.update(keyHash, { status: 'invalid', reason, assertion: null, lastAttemptAt: at, lastFailure: null });
  }

  /** No answer. A key that was never verified counts as invalid then; otherwise what was known stays. */
  async recordFailure(keyHash: string, failure: string, at: number): Promise<void> {
    await this.update(keyHash, { lastAttemptAt: at, lastFailure: failure });
    await this.dataSource.manager.update(
      LicenseStateEntity,
      { id: THE_ROW, keyHash, status: 'not_verified' },
      { status: 'invalid', reason: 'unreachable' },
    );
  }

  private async update(keyHash: string, change: Partial<LicenseStateEntity>): Promise<void> {
    await this.dataSource.manager.update(LicenseStateEntity, { id: THE_ROW, keyHash }, change);
  }
}

type Move = Pick<LicenseStateEntity, 'formerGuildId' | 'formerGuildName' | 'movedAt'>;

/** What is to be remembered of the Discord server before, where the licence is for another one now. */
function moveTo({ guildId }: VerifiedLicence, row: LicenseStateEntity | null, at: number): Partial<Move> {
  const known = row?.guildId ?? row?.formerGuildId ?? null;
  if (row === null || known === null) return {};
  if (row.guildId === null) return known === guildId ? NOT_MOVED : { movedAt: at };
  if (row.guildId === guildId) return {};
  return { formerGuildId: row.guildId, formerGuildName: row.guildName, movedAt: at };
}

const NOT_MOVED: Move = { formerGuildId: null, formerGuildName: null, movedAt: null };
