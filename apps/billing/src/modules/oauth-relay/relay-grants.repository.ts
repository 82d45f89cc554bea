import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, LessThanOrEqual, type EntityManager } from 'typeorm';
import { LicenceEntity } from '../licenses/licence.entity.js';
import { RelayGrantEntity } from './relay-grant.entity.js';

export interface NewTokens {
  readonly tokensSealed: string;
  readonly generation: number;
  readonly now: number;
}

@Injectable()
export class RelayGrantsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The row of this site for this Discord user, made if there is none, and locked until the transaction ends. */
  async lock(tx: EntityManager, key: { licenceId: number; discordUserId: string }, now: number) {
    const row = { ...key, generation: 0, createdAt: now, modifiedAt: now };
    const insert = tx.createQueryBuilder().insert().into(RelayGrantEntity).values(row).orIgnore();
    // An insert that was ignored has no id by which the row could be read back.
    await insert.updateEntity(false).execute();
    // The update is what locks, on SQLite as on MariaDB.
    await tx.update(RelayGrantEntity, key, { modifiedAt: now });
    return tx.findOneByOrFail(RelayGrantEntity, key);
  }

  find(id: number, licenceId: number): Promise<RelayGrantEntity | null> {
    return this.dataSource.manager.findOneBy(RelayGrantEntity, { id, licenceId });
  }

  async exists(id: number, licenceId: number): Promise<boolean> {
    return this.dataSource.manager.existsBy(RelayGrantEntity, { id, licenceId });
  }

  /** Takes the turn to ask Discord for new tokens; false when somebody else has it, or has had it since. */
  async takeTurn(grant: RelayGrantEntity, by: string, now: number, until: number): Promise<boolean> {
    const same = { id: grant.id, generation: grant.generation };
    const { affected } = await this.dataSource.manager.update(
      RelayGrantEntity,
      [
        { ...same, refreshingUntil: IsNull() },
        { ...same, refreshingUntil: LessThanOrEqual(now) },
      ],
      { refreshingUntil: until, refreshingBy: by },
    );
    return affected === 1;
  }

  /** Gives the turn back; `refreshingUntil`: null when the refresh token is certainly as it was, a past time when not. */
  async endTurn(id: number, by: string, changes: { refreshingUntil: number | null; refreshLostAt?: number }) {
    await this.dataSource.manager.update(
      RelayGrantEntity,
      { id, refreshingBy: by },
      { ...changes, refreshingBy: null },
    );
  }

  /** Stores new tokens of whoever has the turn; false when the grant is gone or a new sign-in has replaced its tokens. */
  async rotate(id: number, by: string, tokens: NewTokens): Promise<boolean> {
    const mine = { id, generation: tokens.generation - 1, refreshingBy: by };
    const { affected } = await this.dataSource.manager.update(RelayGrantEntity, mine, rotated(tokens));
    return affected === 1;
  }

  /** Stores tokens of a new sign-in, whatever was there. */
  async replace(tx: EntityManager, id: number, tokens: NewTokens): Promise<void> {
    await tx.update(RelayGrantEntity, { id }, rotated(tokens));
  }

  /** The row, locked until the transaction ends, so that its tokens are the newest; null when it is gone already. */
  async findToDelete(tx: EntityManager, id: number, licenceId: number): Promise<RelayGrantEntity | null> {
    await tx.update(RelayGrantEntity, { id, licenceId }, { refreshingBy: null });
    return tx.findOneBy(RelayGrantEntity, { id, licenceId });
  }

  async ofLicence(tx: EntityManager, licenceId: number, limit: number): Promise<RelayGrantEntity[]> {
    return tx.find(RelayGrantEntity, { where: { licenceId }, order: { id: 'ASC' }, take: limit });
  }

  async deleteAll(tx: EntityManager, ids: readonly number[]): Promise<void> {
    await tx.delete(RelayGrantEntity, { id: In([...ids]) });
  }

  /** Grants that were not renewed after `until`, Unix seconds. */
  async deleteOfUser(tx: EntityManager, discordUserId: string, until: number): Promise<void> {
    await tx.delete(RelayGrantEntity, { discordUserId, modifiedAt: LessThanOrEqual(until) });
  }

  /** Whether any site holds tokens of this Discord user. Those of revoked licences are of no more use to anybody. */
  async anyOf(discordUserId: string): Promise<boolean> {
    return this.dataSource.manager
      .createQueryBuilder(RelayGrantEntity, 'held')
      .innerJoin(LicenceEntity, 'licence', 'licence.id = held.licenceId')
      .where('held.discordUserId = :discordUserId', { discordUserId })
      .andWhere('licence.status = :status', { status: 'active' })
      .getExists();
  }
}

function rotated({ tokensSealed, generation, now }: NewTokens) {
  return {
    tokensSealed,
    generation,
    rotatedAt: now,
    modifiedAt: now,
    refreshingUntil: null,
    refreshingBy: null,
    refreshLostAt: null,
  };
}
