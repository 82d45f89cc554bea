import { Injectable } from '@nestjs/common';
import { Transactions } from '@pulsetech/server-kit';
import { DataSource } from 'typeorm';
import { SettingEntity } from './setting.entity.js';

@Injectable()
export class SettingsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  async read(): Promise<Map<string, string>> {
    const rows = await this.dataSource.manager.find(SettingEntity);
    return new Map(rows.map((row) => [row.name, row.value]));
  }

  /** Saves only while the stored revision is still `revision`; tells whether it did. */
  async save(rows: readonly { name: string; value: string }[], revision: number): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      const next = await tx.update(
        SettingEntity,
        { name: 'revision', value: String(revision) },
        { value: String(revision + 1) },
      );
      if (next.affected !== 1) return false;
      if (rows.length > 0) await tx.upsert(SettingEntity, [...rows], ['name']);
      return true;
    });
  }
}
