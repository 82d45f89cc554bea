import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isUniqueViolation } from '@pulsetech/server-kit';
import { LicenceEntity } from '../licenses/licence.entity.js';
import { RelayGrantEntity } from './relay-grant.entity.js';

@Injectable()
export class RelayGrantsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The grant of this site for this Discord user, made if there is none. */
  async findOrCreate(licenceId: number, discordUserId: string, now: number): Promise<RelayGrantEntity> {
    const key = { licenceId, discordUserId };
    try {
      await this.dataSource.manager.insert(RelayGrantEntity, { ...key, createdAt: now, modifiedAt: now });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      await this.dataSource.manager.update(RelayGrantEntity, key, { modifiedAt: now });
    }
    return this.dataSource.manager.findOneByOrFail(RelayGrantEntity, key);
  }

  async exists(id: number, licenceId: number): Promise<boolean> {
    return this.dataSource.manager.existsBy(RelayGrantEntity, { id, licenceId });
  }

  /** False when it was gone already. */
  async delete(tx: EntityManager, id: number, licenceId: number): Promise<boolean> {
    const { affected } = await tx.delete(RelayGrantEntity, { id, licenceId });
    return affected === 1;
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
