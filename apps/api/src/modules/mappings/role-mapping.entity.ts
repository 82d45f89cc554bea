import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** One role mapping. The unique index does not hold for rows without a cohort; MappingsService sees to those. */
@Entity('local_pulsetech_discord_role_mappings')
@Index('local_pulsetech_discord_role_mappings_uix', ['discord_role_id', 'courseid', 'roleid', 'cohortid'], {
  unique: true,
})
export class RoleMappingEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'varchar', length: 32 })
  discord_role_id!: string;

  @Column({ type: 'varchar', length: 255 })
  discord_role_name!: string;

  @Column({ type: 'integer' })
  courseid!: number;

  @Column({ type: 'integer' })
  roleid!: number;

  @Column({ type: 'integer', nullable: true })
  cohortid!: number | null;

  @Column({ type: 'integer' })
  timecreated!: number;

  @Column({ type: 'integer' })
  timemodified!: number;
}
