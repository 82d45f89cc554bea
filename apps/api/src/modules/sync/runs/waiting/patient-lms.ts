import { Injectable } from '@nestjs/common';
import { LmsError } from '../../../lms/lms.errors.js';
import { LmsPort } from '../../../lms/lms.port.js';
import { RunEnded, type CarriedRun } from '../carried-run.js';
import { pauseAfter, RunPace } from './run-pace.js';
import { NOBODY_IN_LMS, NOBODY_LOST } from '../run-words.js';

/** Questions of a run to the LMS, which is asked again a few times when it does not answer. */
@Injectable()
export class PatientLms {
  constructor(
    private readonly lms: LmsPort,
    private readonly pace: RunPace,
  ) {}

  /**
   * Which of these users exist.
   *
   * @throws RunEnded `incomplete` when the LMS does not answer, or knows nobody at all: it has a fault then, or lets us see
   * nobody, and that must not cost everybody their link
   */
  async existing(work: CarriedRun, userIds: readonly number[]): Promise<ReadonlySet<number>> {
    for (let attempt = 1; ; attempt++) {
      work.requireGoingOn();
      try {
        const users = await this.lms.findUsersByIds(userIds);
        if (users.length === 0 && userIds.length > 1) throw new RunEnded('incomplete', NOBODY_IN_LMS);
        return new Set(users.map(({ id }) => id));
      } catch (error) {
        if (!(error instanceof LmsError)) throw error;
        if (attempt >= this.pace.lmsAttempts) throw new RunEnded('incomplete', `${error.message} ${NOBODY_LOST}`);
        await this.pace.wait(pauseAfter(attempt, this.pace.pausesMs), work);
      }
    }
  }
}
