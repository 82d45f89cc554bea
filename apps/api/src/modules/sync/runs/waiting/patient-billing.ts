import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { BillingFailure } from '@pulsetech/billing-client';
import { LicenseService, type UsableLicence } from '../../../license/license.service.js';
import { billingProblem } from '../../../mappings/billing-problems.js';
import { BELIEVED_WAITING_MS, RunEnded, type CarriedRun } from '../carried-run.js';
import { pauseOf, RunPace } from './run-pace.js';
import { requireSameServer } from '../same-server.js';
import { ignore } from '../ignore.js';

/** What passes by itself. */
const PASSING = new Set<BillingFailure['code']>([
  'billing_unreachable',
  'discord_unavailable',
  'discord_rate_limited',
  'too_many_requests',
  'internal_error',
  'snapshot_not_ready',
]);
const LICENCE = new Set<BillingFailure['code']>([
  'licence_missing',
  'licence_unknown',
  'licence_expired',
  'licence_revoked',
  'licence_wrong_site',
]);

/** So often it is looked whether a run is to stop while an answer is awaited. */
const LOOK_MS = 250;

/** Questions of a run to the billing server, which rather waits than gives up. */
@Injectable()
export class PatientBilling {
  private readonly logger = new Logger('Run');

  constructor(
    private readonly licenses: LicenseService,
    private readonly pace: RunPace,
  ) {}

  /**
   * Asks until there is an answer, for ten minutes at most.
   *
   * @throws RunEnded `incomplete` when none comes
   * @throws LicenseError when the licence does not count any more
   * @throws RunEnded `superseded` when it is for another Discord server by now
   * @throws BillingFailure `snapshot_unknown`
   */
  async ask<T>(work: CarriedRun, question: (licence: UsableLicence) => Promise<T>): Promise<T> {
    const deadline = performance.now() + this.pace.patienceMs;
    for (let attempt = 0; ; attempt++) {
      work.requireGoingOn();
      const licence = await this.licenses.requireUsable();
      requireSameServer(work.run, licence.guildId);
      try {
        return await unlessStopped(work, question(licence));
      } catch (error) {
        if (!(error instanceof BillingFailure) || error.code === 'snapshot_unknown') throw error;
        const wait = Math.max(pauseOf(attempt, this.pace.pausesMs), error.retryAfterMs ?? 0);
        await this.judge(error, work.run.id, performance.now() + wait > deadline);
        await this.pace.wait(wait, work);
      }
    }
  }

  /** Throws where there is nothing to wait for. */
  private async judge({ code }: BillingFailure, runId: number, late: boolean): Promise<void> {
    const goesOn = PASSING.has(code) && !late ? 'It waits, changes nothing meanwhile, and asks again.' : 'It ends.';
    this.logger.warn({ runId, code }, `Run ${runId} could not read the Discord server (${code}). ${goesOn}`);
    if (LICENCE.has(code)) {
      await this.licenses.verify();
      await this.licenses.requireUsable();
    }
    if (late || !PASSING.has(code)) throw new RunEnded('incomplete', billingProblem(code));
  }
}

/** An answer may take minutes where members are read singly; the end of the process does not wait for it. */
async function unlessStopped<T>(work: CarriedRun, answer: Promise<T>): Promise<T> {
  answer.catch(ignore);
  for (;;) {
    const answered = await Promise.race([answer.then((value) => ({ value })), sleep(LOOK_MS, null, { ref: false })]);
    if (answered !== null) return answered.value;
    await work.requireRunning(BELIEVED_WAITING_MS);
  }
}
