import { Transactions } from '@pulsetech/server-kit';
import fc from 'fast-check';
import { closeAfterAll } from '../../../../test/close-after.js';
import { STUDENT, SyncFixture, type Linked } from '../../../../test/sync.fixture.js';
import { InterruptedSync } from '../jobs/interrupted-sync.service.js';

const LEASE_SECONDS = 16;

describe('users who are synchronised at the same time', () => {
  let fixture: SyncFixture;
  let role: string;
  let other: string;
  let course: number;
  let otherCourse: number;
  let cohort: number;

  beforeAll(async () => {
    fixture = await SyncFixture.start();
    [role, other] = [fixture.role(), fixture.role()];
    [course, otherCourse, cohort] = [await fixture.course(), await fixture.course(), await fixture.cohort()];
    await fixture.mapping({ discordRoleId: role, courseId: course, cohortId: cohort });
    await fixture.mapping({ discordRoleId: other, courseId: otherCourse });
  }, 120_000);
  closeAfterAll(() => fixture);
  afterEach(() => jest.restoreAllMocks());

  const people = (count: number): Promise<Linked[]> =>
    Promise.all(Array.from({ length: count }, () => fixture.linked()));
  const locks = () => fixture.site.dataSource.query<object[]>('SELECT name FROM locks');

  /** The process dies at its n-th transaction from now, before or after that is committed: nothing is written any more. */
  const dieAt = ({ transaction, committed }: { transaction: number; committed: boolean }): void => {
    const died = new Error('the process died');
    const transactions = fixture.site.app.get(Transactions);
    const run = transactions.run.bind(transactions);
    let left = transaction;
    jest.spyOn(transactions, 'run').mockImplementation(async (work) => {
      left--;
      if (left < 0 || (left === 0 && !committed)) throw died;
      const result = await run(work);
      if (left <= 0) throw died;
      return result;
    });
  };

  it('are all completed after the process died at any moment of what they did together', async () => {
    const sets = fc.subarray([0, 1]);
    const crash = fc.record({ transaction: fc.integer({ min: 1, max: 12 }), committed: fc.boolean() });
    const plans = fc.array(fc.tuple(sets, sets, sets), { minLength: 2, maxLength: 5 });
    const idsOf = (roles: readonly number[]) => roles.map((index) => [role, other][index] ?? '');
    await fc.assert(
      fc.asyncProperty(plans, crash, async (each, cut) => {
        const all = await people(each.length);
        const seeEach = (which: 0 | 1 | 2) =>
          Promise.allSettled(all.map((person, index) => fixture.see(person, idsOf(each[index]?.[which] ?? []))));
        await seeEach(0);
        dieAt(cut);
        for (const seen of await seeEach(1)) {
          if (seen.status === 'rejected') expect(seen.reason).toMatchObject({ message: 'the process died' });
        }
        jest.restoreAllMocks();

        fixture.site.clock.advanceSeconds(LEASE_SECONDS);
        all.forEach((person, index) => {
          fixture.discordSays(person, idsOf(each[index]?.[2] ?? []));
        });
        await fixture.site.app.get(InterruptedSync).recover();
        await seeEach(2);
        for (const [index, person] of all.entries()) {
          const due = each[index]?.[2] ?? [];
          expect(await fixture.held(person)).toEqual([
            ...(due.includes(0) ? [[course, [STUDENT]]] : []),
            ...(due.includes(1) ? [[otherCourse, [STUDENT]]] : []),
          ]);
          expect(await fixture.inCohort(person, cohort)).toBe(due.includes(0));
          expect((await fixture.ledger(person)).filter((row) => !row.endsWith('active'))).toEqual([]);
        }
        expect(await locks()).toEqual([]);
      }),
      // Without a search for a smaller case, which would outlive the test; the seed in the message repeats this one.
      { numRuns: 40, endOnFailure: true, interruptAfterTimeLimit: 240_000 },
    );
  }, 300_000);
});
