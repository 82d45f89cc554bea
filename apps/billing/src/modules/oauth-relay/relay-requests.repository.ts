import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, LessThan, type EntityManager } from 'typeorm';
import { RelayRequestEntity } from './relay-request.entity.js';

type NewRequest = Omit<RelayRequestEntity, 'id' | 'discordStateHash' | 'verifierSealed' | 'usedAt'>;

@Injectable()
export class RelayRequestsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(request: NewRequest): Promise<void> {
    const unset = { discordStateHash: null, verifierSealed: null, usedAt: null };
    await this.dataSource.manager.insert(RelayRequestEntity, { ...request, ...unset });
  }

  findByRequestHash(requestHash: string): Promise<RelayRequestEntity | null> {
    return this.dataSource.manager.findOneBy(RelayRequestEntity, { requestHash });
  }

  findByStateHash(discordStateHash: string): Promise<RelayRequestEntity | null> {
    return this.dataSource.manager.findOneBy(RelayRequestEntity, { discordStateHash });
  }

  /** Goes on to Discord with this state; false when the request has gone on, or ended, before. */
  async goOn(
    id: number,
    changes: { discordStateHash: string; verifierSealed: string; expiresAt: number },
  ): Promise<boolean> {
    const untouched = { id, discordStateHash: IsNull(), usedAt: IsNull() };
    const { affected } = await this.dataSource.manager.update(RelayRequestEntity, untouched, changes);
    return affected === 1;
  }

  /** Ends the request; false when it had ended before. */
  async use(id: number, usedAt: number): Promise<boolean> {
    const { affected } = await this.dataSource.manager.update(RelayRequestEntity, { id, usedAt: IsNull() }, { usedAt });
    return affected === 1;
  }

  async deleteExpired(before: number): Promise<void> {
    await this.dataSource.manager.delete(RelayRequestEntity, { expiresAt: LessThan(before) });
  }

  async deleteOfLicence(tx: EntityManager, licenceId: number): Promise<void> {
    await tx.delete(RelayRequestEntity, { licenceId });
  }
}
