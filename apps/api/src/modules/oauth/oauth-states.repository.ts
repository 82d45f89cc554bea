import { Injectable } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import { DataSource, LessThan, type Repository } from 'typeorm';
import { OAUTH_FLOW_SECONDS } from '../linking/link-intent.js';
import type { OAuthIntent } from './oauth-intent.js';
import { OAuthStateEntity } from './oauth-state.entity.js';

export interface PendingState {
  readonly browserHash: string;
  readonly sealedVerifier: string;
  readonly intent: OAuthIntent;
}

@Injectable()
export class OAuthStatesRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async insert(stateHash: string, { browserHash, sealedVerifier, intent }: PendingState): Promise<void> {
    await this.rows().insert({
      state_hash: stateHash,
      browser_hash: browserHash,
      verifier: sealedVerifier,
      intent: intent.kind,
      userid: intent.kind === 'link' ? intent.userId : 0,
      timecreated: this.clock.nowSeconds(),
    });
  }

  /** The state, to the first who asks and within its time; to anybody else null. */
  async take(stateHash: string): Promise<PendingState | null> {
    const row = await this.rows().findOneBy({ state_hash: stateHash });
    if (row === null) return null;
    const { affected } = await this.rows().delete({ state_hash: stateHash });
    if (affected !== 1 || row.timecreated < this.oldest()) return null;
    const intent: OAuthIntent = row.intent === 'link' ? { kind: 'link', userId: row.userid } : { kind: 'login' };
    return { browserHash: row.browser_hash, sealedVerifier: row.verifier, intent };
  }

  /** Forgets those who never came back. */
  async purge(): Promise<void> {
    await this.rows().delete({ timecreated: LessThan(this.oldest()) });
  }

  private oldest(): number {
    return this.clock.nowSeconds() - OAUTH_FLOW_SECONDS;
  }

  private rows(): Repository<OAuthStateEntity> {
    return this.dataSource.getRepository(OAuthStateEntity);
  }
}
