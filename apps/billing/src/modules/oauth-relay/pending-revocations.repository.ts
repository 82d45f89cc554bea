import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, LessThanOrEqual, type EntityManager } from 'typeorm';
import { PendingRevocationEntity } from './pending-revocation.entity.js';

@Injectable()
export class PendingRevocationsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(
    tx: EntityManager,
    ...revocations: readonly Omit<PendingRevocationEntity, 'id' | 'attempts' | 'claimedUntil'>[]
  ): Promise<void> {
    const fresh = { attempts: 0, claimedUntil: null };
    await tx.insert(
      PendingRevocationEntity,
      revocations.map((revocation) => ({ ...revocation, ...fresh })),
    );
  }

  ofUser(discordUserId: string): Promise<PendingRevocationEntity[]> {
    return this.dataSource.manager.find(PendingRevocationEntity, { where: { discordUserId }, order: { id: 'ASC' } });
  }

  due(now: number, limit: number): Promise<PendingRevocationEntity[]> {
    return this.dataSource.manager.find(PendingRevocationEntity, {
      where: { nextAttemptAt: LessThanOrEqual(now) },
      order: { nextAttemptAt: 'ASC' },
      take: limit,
    });
  }

  /** From now on nobody else tells Discord; false when somebody does already, or it was deleted. */
  async claim(id: number, now: number, until: number): Promise<boolean> {
    const { affected } = await this.dataSource.manager.update(
      PendingRevocationEntity,
      [
        { id, claimedUntil: IsNull() },
        { id, claimedUntil: LessThanOrEqual(now) },
      ],
      { claimedUntil: until },
    );
    return affected === 1;
  }

  async postpone(id: number, attempts: number, nextAttemptAt: number): Promise<void> {
    const changes = { attempts, nextAttemptAt, claimedUntil: null };
    await this.dataSource.manager.update(PendingRevocationEntity, { id }, changes);
  }

  async delete(id: number): Promise<void> {
    await this.dataSource.manager.delete(PendingRevocationEntity, { id });
  }

  /** Deletes what nobody is telling Discord at this moment. */
  async deleteUnclaimedOfUser(discordUserId: string, now: number): Promise<void> {
    await this.dataSource.manager.delete(PendingRevocationEntity, [
      { discordUserId, claimedUntil: IsNull() },
      { discordUserId, claimedUntil: LessThanOrEqual(now) },
    ]);
  }

  async deleteOfUser(tx: EntityManager, discordUserId: string): Promise<void> {
    await tx.delete(PendingRevocationEntity, { discordUserId });
  }
}
