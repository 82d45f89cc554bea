import { Injectable } from '@nestjs/common';
import { LmsError } from '../../../lms/lms.errors.js';
import { LmsPort } from '../../../lms/lms.port.js';
import { RunEnded, type CarriedRun } from '../carried-run.js';
import { pauseOf, RunPace } from './run-pace.js';

const TIMES_ALONE = 2;

/** Questions of a run to the LMS, which is asked again a few times when it does not answer. */
@Injectable()
export class PatientLms {
  constructor(
    private readonly lms: LmsPort,
    private readonly pace: RunPace,
  ) {}

  /**
   * Which of these users it shows. Who is left out need not be gone: an answer may not be whole.
   *
   * @throws RunEnded `incomplete` when the LMS does not answer
   */
  async existing(work: CarriedRun, userIds: readonly number[]): Promise<ReadonlySet<number>> {
    for (let attempt = 1; ; attempt++) {
      work.requireGoingOn();
      try {
        const users = await this.lms.findUsersByIds(userIds);
        return new Set(users.map(({ id }) => id));
      } catch (error) {
        if (!(error instanceof LmsError)) throw error;
        if (attempt >= this.pace.lmsAttempts) throw new RunEnded('incomplete', error.message);
        await this.pace.wait(pauseOf(attempt, this.pace.pausesMs), work);
      }
    }
  }

  /**
   * Whether this very user, asked for alone and more than once, is not there any more.
   *
   * @throws RunEnded `incomplete` when the LMS does not answer
   */
  async isGone(work: CarriedRun, userId: number): Promise<boolean> {
    for (let time = 0; time < TIMES_ALONE; time++) {
      if ((await this.existing(work, [userId])).has(userId)) return false;
    }
    return true;
  }
}
