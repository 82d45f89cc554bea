import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, LessThan, type EntityManager } from 'typeorm';
import { RelayCodeEntity } from './relay-code.entity.js';

@Injectable()
export class RelayCodesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(code: Omit<RelayCodeEntity, 'id' | 'usedAt'>): Promise<void> {
    await this.dataSource.manager.insert(RelayCodeEntity, { ...code, usedAt: null });
  }

  /** The code, used up from now on; null when it is unknown or was used before, by whomever. */
  async take(codeHash: string, usedAt: number): Promise<RelayCodeEntity | null> {
    const { affected } = await this.dataSource.manager.update(
      RelayCodeEntity,
      { codeHash, usedAt: IsNull() },
      { usedAt },
    );
    return affected === 1 ? this.dataSource.manager.findOneBy(RelayCodeEntity, { codeHash }) : null;
  }

  async deleteExpired(before: number): Promise<void> {
    await this.dataSource.manager.delete(RelayCodeEntity, { expiresAt: LessThan(before) });
  }

  async deleteOfLicence(tx: EntityManager, licenceId: number): Promise<void> {
    await tx.delete(RelayCodeEntity, { licenceId });
  }
}
