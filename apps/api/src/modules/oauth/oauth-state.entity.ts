import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A sign-in or linking that was sent to Discord and has not come back. Secrets are hashed or sealed. */
@Entity('oauth_states')
@Index('oauth_states_timecreated_ix', ['timecreated'])
export class OAuthStateEntity {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  state_hash!: string;

  /** Hash of the cookie that the same browser must bring back. */
  @Column({ type: 'varchar', length: 64 })
  browser_hash!: string;

  /** The PKCE verifier, sealed. */
  @Column({ type: 'text' })
  verifier!: string;

  @Column({ type: 'varchar', length: 8 })
  intent!: string;

  /** Who links; 0 for a sign-in. */
  @Column({ type: 'integer', default: 0 })
  userid!: number;

  @Column({ type: 'integer' })
  timecreated!: number;
}
