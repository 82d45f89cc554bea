import { Injectable } from '@nestjs/common';
import { SettingsService } from '../../../settings/settings.service.js';
import { DeletedUsers } from '../../user/deleted-users.js';
import { RunEnded, type CarriedRun } from '../carried-run.js';
import { RunProblemsRepository } from '../run-problems.repository.js';
import { LINK_REMOVED, NOBODY_IN_LMS, NOT_SHOWN_AT_FIRST, tooManyMissing } from '../run-words.js';
import { PatientLms } from '../waiting/patient-lms.js';

/** So few may have been deleted since the last run even where few are linked. */
const FEW = 5;
/** Percent of the linked users that few may be. */
const SHARE_OF_FEW = 49;

/**
 * Linked users whom the LMS did not show when a page of them was asked for. An answer that is not whole looks the same as
 * users who were deleted, so each is asked for again alone before the link goes, and nobody's does when they are many.
 */
@Injectable()
export class DeletedPeople {
  constructor(
    private readonly lms: PatientLms,
    private readonly settings: SettingsService,
    private readonly problems: RunProblemsRepository,
    private readonly deleted: DeletedUsers,
  ) {}

  /**
   * At the end of the walk.
   *
   * @throws RunEnded `incomplete` when they are more than can have been deleted
   */
  async settle(work: CarriedRun): Promise<void> {
    await this.requireFew(work);
    if (work.run.dry) return;
    for (const person of [...work.missing.values()]) {
      const { userId } = person;
      const isGone = await this.lms.isGone(work, userId);
      const { id, errors, unlinked } = work.run;
      const problem = { userId, message: isGone ? LINK_REMOVED : NOT_SHOWN_AT_FIRST };
      // Together, so that no link goes of which the run does not tell.
      await work.commit({ errors: errors + 1, unlinked: unlinked + (isGone ? 1 : 0) }, async (tx) => {
        if (isGone) await this.deleted.forget(person, tx);
        await this.problems.add(tx, id, [problem]);
      });
      work.missing.delete(userId);
    }
  }

  private async requireFew({ run: { users, missing } }: CarriedRun): Promise<void> {
    if (missing <= 1) return;
    if (users === 0) throw new RunEnded('incomplete', NOBODY_IN_LMS);
    const { removalStopShare } = await this.settings.get();
    const share = Math.max(removalStopShare, missing <= FEW ? SHARE_OF_FEW : 1);
    const linked = users + missing;
    if (missing * 100 > share * linked) throw new RunEnded('incomplete', tooManyMissing(missing, linked));
  }
}
