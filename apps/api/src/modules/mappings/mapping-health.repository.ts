import { Injectable } from '@nestjs/common';
import type { BrokenReason } from '@pulsetech/domain';
import { isUniqueViolation } from '@pulsetech/server-kit';
import { DataSource } from 'typeorm';
import { SettingEntity } from '../settings/setting.entity.js';

const NAME = 'broken_mappings_seen';

/** One letter each, since all broken mappings of a site stand in one value. */
const LETTERS: Readonly<Record<BrokenReason, string>> = {
  discord_role_missing: 'd',
  course_missing: 'c',
  role_missing: 'r',
  cohort_missing: 'h',
};

/** Broken mappings with what is missing of each. */
export type BrokenMappings = ReadonlyMap<number, readonly BrokenReason[]>;

export interface SeenHealth {
  readonly broken: BrokenMappings;
  /** As it is stored; null when nobody has looked yet. */
  readonly stored: string | null;
}

/** Which mappings were broken when it was looked last, by whichever process. */
@Injectable()
export class MappingHealthRepository {
  constructor(private readonly dataSource: DataSource) {}

  async read(): Promise<SeenHealth> {
    const row = await this.rows.findOneBy({ name: NAME });
    return { broken: row === null ? new Map() : opened(row.value), stored: row?.value ?? null };
  }

  /** Stores what is broken now; tells whether it did, and not another process since `seen` was read. */
  async replace(seen: SeenHealth, broken: BrokenMappings): Promise<boolean> {
    const value = closed(broken);
    if (seen.stored !== null) {
      const { affected } = await this.rows.update({ name: NAME, value: seen.stored }, { value });
      return affected === 1;
    }
    try {
      await this.rows.insert({ name: NAME, value });
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  private get rows() {
    return this.dataSource.getRepository(SettingEntity);
  }
}

/** `7c,12dr`: the mappings in their order, each with the letters of its reasons. */
function closed(broken: BrokenMappings): string {
  const inOrder = [...broken].sort(([a], [b]) => a - b);
  return inOrder.map(([id, reasons]) => `${id}${reasons.map((reason) => LETTERS[reason]).join('')}`).join(',');
}

function opened(value: string): BrokenMappings {
  const reasons = Object.keys(LETTERS) as BrokenReason[];
  const entries = value.split(',').filter(Boolean);
  return new Map(
    entries.map((entry) => [parseInt(entry, 10), reasons.filter((reason) => entry.includes(LETTERS[reason]))]),
  );
}
