import { safeInteger } from '@pulsetech/server-kit';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is known of one member: ids of roles, nothing else, and that sealed. */
@Entity({ name: 'mirror_members' })
export class MirrorMemberEntity {
  @PrimaryColumn({ name: 'guild_id', type: 'varchar', length: 20 })
  guildId!: string;

  @PrimaryColumn({ name: 'user_id', type: 'varchar', length: 20 })
  userId!: string;

  /** MemberState as JSON, sealed. */
  @Column({ name: 'state_sealed', type: 'text' })
  stateSealed!: string;

  /** When this was heard or read. */
  @Column({ name: 'at_ms', type: 'bigint', transformer: safeInteger })
  at!: number;

  @Column({ type: 'integer' })
  walk!: number;
}
