import { Injectable } from '@nestjs/common';
import { Clock, Transactions } from '@pulsetech/server-kit';
import { DataSource, IsNull } from 'typeorm';
import { RoleMappingEntity } from './role-mapping.entity.js';

export interface NewMapping {
  readonly discordRoleId: string;
  readonly discordRoleName: string;
  readonly courseId: number;
  readonly roleId: number;
  readonly cohortId: number | null;
}

/** The table `local_pulsetech_discord_role_mappings`. */
@Injectable()
export class MappingRowsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** In the order of their ids, which is the order in which they apply. */
  list(): Promise<RoleMappingEntity[]> {
    return this.rows.find({ order: { id: 'ASC' } });
  }

  findById(id: number): Promise<RoleMappingEntity | null> {
    return this.rows.findOneBy({ id });
  }

  exists({ discordRoleId, courseId, roleId, cohortId }: NewMapping): Promise<boolean> {
    return this.rows.existsBy({
      discord_role_id: discordRoleId,
      courseid: courseId,
      roleid: roleId,
      cohortid: cohortId ?? IsNull(),
    });
  }

  /** Throws the driver's unique violation for a mapping that is there already, if it names a cohort. */
  async insert(mapping: NewMapping): Promise<number> {
    const now = this.clock.nowSeconds();
    const row = {
      discord_role_id: mapping.discordRoleId,
      discord_role_name: mapping.discordRoleName,
      courseid: mapping.courseId,
      roleid: mapping.roleId,
      cohortid: mapping.cohortId,
      timecreated: now,
      timemodified: now,
    };
    return (await this.transactions.run((tx) => tx.save(tx.create(RoleMappingEntity, row)))).id;
  }

  /** Whether there was one. */
  async remove(id: number): Promise<boolean> {
    const { affected } = await this.transactions.run((tx) => tx.delete(RoleMappingEntity, { id }));
    return affected === 1;
  }

  private get rows() {
    return this.dataSource.getRepository(RoleMappingEntity);
  }
}
