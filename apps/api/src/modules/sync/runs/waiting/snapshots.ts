import { Injectable } from '@nestjs/common';
import { BillingClient, BillingFailure, inOurTime } from '@pulsetech/billing-client';
import { MEMBER_LOOKUP_MAX, type SnapshotDto } from '@pulsetech/contracts';
import type { Observation } from '@pulsetech/domain';
import { Clock } from '@pulsetech/server-kit';
import { pieces } from '../../ledger/sql.js';
import { RunEnded, type CarriedRun } from '../carried-run.js';
import { PatientBilling } from './patient-billing.js';

const OTHER_SERVER = 'The licence was moved to another Discord server and has to be verified anew.';

/** A snapshot with its beginning in our time, Unix milliseconds. */
export interface TimedSnapshot {
  readonly snapshot: SnapshotDto;
  readonly since: number;
}

/** What was read about a page of people. */
export interface PageObservations {
  /** In our time. */
  readonly seen: ReadonlyMap<string, Observation>;
  /** Whom the walk did not meet, which alone does not make them absent. */
  readonly notMet: ReadonlySet<string>;
}

/** The billing server's snapshots of the guild, as a run uses them. */
@Injectable()
export class Snapshots {
  constructor(
    private readonly billing: BillingClient,
    private readonly patient: PatientBilling,
    private readonly clock: Clock,
  ) {}

  /** Begins one; a walk that began since the run did serves as well. */
  start(work: CarriedRun, linked: number): Promise<TimedSnapshot> {
    return this.timed(work, (key) => {
      // The run began at some time within that second, and what was read before it is too old.
      const maxAgeMs = Math.max(0, this.clock.nowMs() - (work.run.startedAt + 1) * 1000);
      return this.billing.startSnapshot(key, { linked, maxAgeMs });
    });
  }

  /** How one stands; null when the billing server no longer has it. */
  async find(work: CarriedRun, id: string): Promise<TimedSnapshot | null> {
    return orLost(this.timed(work, (key) => this.billing.snapshot(key, id)));
  }

  /** What it says about these people; null when the billing server no longer has it. */
  async lookUp(work: CarriedRun, id: string, discordIds: readonly string[]): Promise<PageObservations | null> {
    const seen = new Map<string, Observation>();
    const notMet = new Set<string>();
    for (const ids of pieces(discordIds, MEMBER_LOOKUP_MAX)) {
      let askedAt = 0;
      const question = this.patient.ask(work, ({ key, guildId }) => {
        askedAt = this.clock.nowMs();
        return this.billing.lookupInSnapshot(key, id, ids).then((answer) => ofServer(answer, guildId));
      });
      const answer = await orLost(question);
      if (answer === null) return null;
      const asked = { receivedAt: answer.receivedAt, askedAt };
      const now = this.clock.nowMs();
      for (const { id: discordId, observation } of answer.members) {
        seen.set(discordId, { ...observation, at: inOurTime(observation.at, asked, now) });
      }
      for (const discordId of answer.notMet) notMet.add(discordId);
    }
    return { seen, notMet };
  }

  private timed(work: CarriedRun, question: (key: string) => Promise<SnapshotDto>): Promise<TimedSnapshot> {
    return this.patient.ask(work, async ({ key, guildId }) => {
      const askedAt = this.clock.nowMs();
      const snapshot = ofServer(await question(key), guildId);
      const { startedAt, receivedAt } = snapshot;
      return { snapshot, since: inOurTime(startedAt, { receivedAt, askedAt }, this.clock.nowMs()) };
    });
  }
}

/**
 * What was answered, if it is about the Discord server that the licence names here.
 *
 * @throws RunEnded `incomplete` when it is about another one
 */
export function ofServer<T extends { readonly guildId: string }>(answer: T, guildId: string): T {
  if (answer.guildId !== guildId) throw new RunEnded('incomplete', OTHER_SERVER);
  return answer;
}

async function orLost<T>(question: Promise<T>): Promise<T | null> {
  try {
    return await question;
  } catch (error) {
    if (error instanceof BillingFailure && error.code === 'snapshot_unknown') return null;
    throw error;
  }
}
