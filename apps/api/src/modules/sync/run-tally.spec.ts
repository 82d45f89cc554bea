import type { Mapping } from '@pulsetech/domain';
import { RunTally } from './run-tally.js';
import type { SyncOutcome } from './sync.types.js';

const outcome = (errors: number, problems: string[]): SyncOutcome => ({
  result: { success: errors === 0, enrolled: 2, unenrolled: 1, errors, changes: [], session_invalidated: false },
  problems,
  own: { errors, problems },
});
const broken = (id: number): Mapping => ({
  id,
  discordRoleId: '1',
  courseId: 5,
  roleId: 5,
  cohortId: null,
  broken: ['course_missing'],
});

describe('the tally of a run', () => {
  it('adds up what was done and has nothing to say when all went well', () => {
    const tally = new RunTally();
    tally.users = 2;
    tally.add(outcome(0, []));
    tally.add(outcome(0, []));
    expect(tally.progress()).toEqual({ users: 2, enrolled: 4, unenrolled: 2, errors: 0 });
    expect(tally.reason()).toBeNull();
  });

  it('says each problem once, with how often it came, and leaves a long list to the log', () => {
    const tally = new RunTally();
    tally.add(outcome(1, ['The course is closed.']));
    tally.add(outcome(1, ['The course is closed.']));
    for (let n = 1; n <= 6; n++) tally.fail(`Problem ${n}.`);
    expect(tally.errors).toBe(8);
    expect(tally.reason()).toMatch(
      /^The course is closed\. \(2 times\) Problem 1\..*And 2 more; the log has all of them\.$/,
    );
  });

  it('counts a broken mapping once, and says how many people it concerns', () => {
    const tally = new RunTally();
    tally.block([broken(1), broken(2)]);
    tally.block([broken(1)]);
    expect(tally.errors).toBe(2);
    expect(tally.reason()).toContain('2 broken role mappings gave nothing to 3 holders');
  });
});
