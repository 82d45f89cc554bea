import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { BillingClient, BillingFailure, inOurTime, type Asked } from '@pulsetech/billing-client';
import { MEMBER_LOOKUP_MAX, type MemberLookupResponse } from '@pulsetech/contracts';
import { isSnowflake, type Observation, type UnknownReason } from '@pulsetech/domain';
import { Clock } from '@pulsetech/server-kit';
import { LicenseError } from '../../license/license.errors.js';
import { LicenseService } from '../../license/license.service.js';
import { pieces } from '../ledger/sql.js';

const REASONS: Readonly<Partial<Record<BillingFailure['code'], UnknownReason>>> = {
  discord_unavailable: 'discord_unavailable',
  discord_rate_limited: 'discord_rate_limited',
  discord_unauthorized: 'discord_unauthorized',
  guild_unreadable: 'guild_unreadable',
  missing_access: 'missing_access',
  licence_missing: 'licence_invalid',
  licence_unknown: 'licence_invalid',
  licence_expired: 'licence_invalid',
  licence_revoked: 'licence_invalid',
  licence_wrong_site: 'licence_invalid',
};

const PASSING = new Set<BillingFailure['code']>(['billing_unreachable', 'discord_rate_limited', 'too_many_requests']);
/** How often to ask again, and how long to wait at most where the billing server says how long. */
const HASTY = { pausesMs: [100], longestMs: 500 };
const PATIENT = { pausesMs: [250, 1000, 4000, 10_000], longestMs: 1_800_000 };

/** So often at most the licence is verified because an answer did not fit it. */
const VERIFIED_SECONDS = 60;

/** What the lookups of one run have in common. */
export interface Lookups {
  /** When the run began, Unix milliseconds: what was read of the guild since then is shared, anything older is not used. */
  readonly since: number;
  isStopping(): boolean;
}

type Answer = MemberLookupResponse & {
  /** Our time when the question was sent, Unix milliseconds. */
  readonly askedAt: number;
};

/** Where it is read what Discord users are in the guild: the billing server. */
@Injectable()
export class ObservationSource {
  private readonly logger = new Logger(ObservationSource.name);

  constructor(
    private readonly billing: BillingClient,
    private readonly licenses: LicenseService,
    private readonly clock: Clock,
  ) {}

  /**
   * An observation for each id, by one lookup for each 1000. Whatever fails makes unknown ones; never throws for it. The
   * lookups of a `run` rather wait than give up.
   */
  async observe(discordIds: readonly string[], run?: Lookups): Promise<Map<string, Observation>> {
    const seen = new Map<string, Observation>();
    for (const ids of pieces(discordIds.filter(isSnowflake), MEMBER_LOOKUP_MAX)) {
      for (const { id, observation } of await this.lookUp(ids, run)) seen.set(id, observation);
    }
    const unanswered = discordIds.filter((id) => !seen.has(id));
    for (const id of unanswered) seen.set(id, this.unknown('billing_unreachable'));
    return seen;
  }

  private async lookUp(
    ids: readonly string[],
    run: Lookups | undefined,
  ): Promise<readonly { id: string; observation: Observation }[]> {
    try {
      const { key, guildId } = await this.licenses.requireUsable();
      const answer = await this.ask(key, ids, run);
      const now = this.clock.nowMs();
      if (answer.guildId === guildId) return answer.members.map((member) => dated(member, answer, now));
      // The licence was moved to another Discord server and is not verified anew yet: its members say nothing here.
      this.logger.warn('The billing server answered for another Discord server than the licence names');
      await this.licenses.verifyUnlessTried(VERIFIED_SECONDS);
      return ids.map((id) => ({ id, observation: this.unknown('licence_invalid') }));
    } catch (error) {
      const reason = reasonOf(error);
      this.logger.warn(`${ids.length} members could not be read: ${reason}`);
      return ids.map((id) => ({ id, observation: this.unknown(reason) }));
    }
  }

  /** Reading is safe to repeat, and a connection that was closed meanwhile is found out by using it. */
  private async ask(key: string, ids: readonly string[], run: Lookups | undefined): Promise<Answer> {
    const { pausesMs, longestMs } = run ? PATIENT : HASTY;
    for (let attempt = 0; ; attempt++) {
      const askedAt = this.clock.nowMs();
      try {
        // An approval wants what is seen from the next second on.
        const age = run ? { maxAgeMs: Math.max(0, askedAt - run.since) } : {};
        const answer = await this.billing.lookupMembers(key, ids, age);
        return { ...answer, askedAt };
      } catch (error) {
        const pause = pausesMs[attempt];
        if (pause === undefined || !(error instanceof BillingFailure) || !PASSING.has(error.code)) throw error;
        const wait = Math.max(pause, error.retryAfterMs ?? 0);
        if (wait > longestMs || !(await waited(wait, run))) throw error;
      }
    }
  }

  private unknown(reason: UnknownReason): Observation {
    return { kind: 'unknown', reason, at: this.clock.nowMs() };
  }
}

function dated<T extends { observation: Observation }>(member: T, asked: Asked, now: number): T {
  const { observation } = member;
  return { ...member, observation: { ...observation, at: inOurTime(observation.at, asked, now) } };
}

/** False when the run was stopped meanwhile. */
async function waited(ms: number, run: Lookups | undefined): Promise<boolean> {
  const end = performance.now() + ms;
  for (let left = ms; left > 0; left = end - performance.now()) {
    if (run?.isStopping()) return false;
    await sleep(Math.min(1000, left));
  }
  return true;
}

function reasonOf(error: unknown): UnknownReason {
  if (error instanceof LicenseError) return 'licence_invalid';
  if (error instanceof BillingFailure) return REASONS[error.code] ?? 'billing_unreachable';
  throw error;
}
