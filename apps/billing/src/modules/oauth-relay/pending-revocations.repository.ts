import { Injectable } from '@nestjs/common';
import { DataSource, LessThanOrEqual, type EntityManager } from 'typeorm';
import { PendingRevocationEntity } from './pending-revocation.entity.js';

@Injectable()
export class PendingRevocationsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(tx: EntityManager, revocation: Omit<PendingRevocationEntity, 'id'>): Promise<void> {
    await tx.insert(PendingRevocationEntity, revocation);
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

  async postpone(id: number, attempts: number, nextAttemptAt: number): Promise<void> {
    await this.dataSource.manager.update(PendingRevocationEntity, { id }, { attempts, nextAttemptAt });
  }

  async delete(id: number): Promise<void> {
    await this.dataSource.manager.delete(PendingRevocationEntity, { id });
  }

  async deleteOfUser(discordUserId: string): Promise<void> {
    await this.dataSource.manager.delete(PendingRevocationEntity, { discordUserId });
  }
}
