import fc from 'fast-check';
import type { QueryRunner } from 'typeorm';
import { GUILD } from '../../../../test/fake-billing.js';
import { closeAfterAll } from '../../../../test/close-after.js';
import { ASSISTANT, STUDENT, SyncFixture, type Linked } from '../../../../test/sync.fixture.js';
import { InterruptedSync } from '../jobs/interrupted-sync.service.js';
import { SyncRecorder } from './sync-recorder.js';

/** Where a synchronisation is cut off; a number: before that statement, and nothing reaches the database after it. */
type Cut = 'before the effect' | 'after the effect' | 'before settling' | number;

type Event =
  | { readonly what: 'see'; readonly roles: readonly number[]; readonly cut: Cut | null; readonly expire: boolean }
  | { readonly what: 'enrol by hand' };

const CUTS = ['before the effect', 'after the effect', 'before settling'] as const;
type Query = (this: QueryRunner, ...args: Parameters<QueryRunner['query']>) => Promise<unknown>;

/** More than a synchronisation with two phases sends. */
const STATEMENTS = 40;
const ROLES = [0, 1, 2];

const events: fc.Arbitrary<Event[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        what: fc.constant('see' as const),
        roles: fc.subarray(ROLES),
        cut: fc.option(fc.oneof(fc.constantFrom(...CUTS), fc.nat(STATEMENTS)), { freq: 2 }),
        expire: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ what: 'enrol by hand' as const }) },
  ),
  { minLength: 1, maxLength: 8 },
);

describe('synchronisations that are cut off anywhere', () => {
  let fixture: SyncFixture;
  let discordRoles: string[];
  let programming: number;
  let advanced: number;
  let cohort: number;

  beforeAll(async () => {
    fixture = await SyncFixture.start();
    discordRoles = ROLES.map(() => fixture.role());
    [programming, advanced, cohort] = [await fixture.course(), await fixture.course(), await fixture.cohort()];
    const [student = '', tutor = '', premium = ''] = discordRoles;
    await fixture.mapping({ discordRoleId: student, courseId: programming, cohortId: cohort });
    await fixture.mapping({ discordRoleId: tutor, courseId: programming, roleId: ASSISTANT });
    await fixture.mapping({ discordRoleId: premium, courseId: advanced, cohortId: cohort });
  }, 120_000);
  closeAfterAll(() => fixture);
  afterEach(() => jest.restoreAllMocks());

  const idsOf = (roles: readonly number[]): string[] => roles.map((role) => discordRoles[role] ?? '');
  /** As when the process is killed: the statements after it are never sent, and what was not committed never was. */
  const cutOffAt = (statement: number, died: Error): void => {
    const runner = Object.getPrototypeOf(fixture.site.dataSource.createQueryRunner()) as QueryRunner;
    const query = Reflect.get(runner, 'query') as Query;
    let left = statement;
    jest.spyOn(runner, 'query').mockImplementation(function (this: QueryRunner, ...args) {
      if (left-- <= 0 && !/^ROLLBACK/i.test(args[0])) return Promise.reject(died);
      return query.apply(this, args);
    });
  };
  const cutOff = (cut: Cut): void => {
    const died = new Error('the process died');
    if (typeof cut === 'number') {
      cutOffAt(cut, died);
      return;
    }
    const apply = fixture.lms.apply.bind(fixture.lms);
    if (cut === 'before settling') {
      jest.spyOn(fixture.site.app.get(SyncRecorder), 'settle').mockRejectedValueOnce(died);
      return;
    }
    jest.spyOn(fixture.lms, 'apply').mockImplementationOnce(async (changes) => {
      if (cut === 'after the effect') await apply(changes);
      throw died;
    });
  };
  const see = async (person: Linked, { roles, cut, expire }: Extract<Event, { what: 'see' }>): Promise<void> => {
    fixture.site.clock.advanceSeconds(1);
    const { userId, discordId } = person;
    const request = {
      guildId: GUILD,
      userId,
      discordId,
      observation: fixture.member(idsOf(roles)),
      cause: 'webservice',
    } as const;
    const expireBefore = fixture.site.clock.nowSeconds() + 1;
    if (cut !== null) cutOff(cut);
    const [outcome] = await Promise.allSettled([
      fixture.sync.syncUser(expire ? { ...request, expireBefore } : request),
    ]);
    jest.restoreAllMocks();
    if (outcome.status === 'fulfilled') return;
    expect([cut, outcome.reason]).toMatchObject([cut, { message: 'the process died' }]);
    expect(cut).not.toBeNull();
    // What the dead process held is free once its time has passed.
    await fixture.site.dataSource.query('DELETE FROM locks');
  };
  /** Whether the user is active in the course, and whether the ledger says so, for every course. */
  const closed = async (person: Linked): Promise<unknown> => {
    const courseIds = [programming, advanced];
    const [holdings] = await fixture.lms.readHoldings([{ userId: person.userId, courseIds, cohortIds: [] }]);
    const own = holdings?.enrolments.filter(({ by, suspended }) => by === 'integration' && suspended) ?? [];
    return own.map(({ courseId }) => `enrolment ${courseId}:0 granted suspended`).sort();
  };

  it.each(['unenrol', 'suspend'] as const)(
    'leave nothing behind once they are completed: what is due, what people made, and no intents; losing means to %s',
    async (lossPolicy) => {
      await fixture.site.settings({ lossPolicy });
      await fc.assert(
        fc.asyncProperty(events, fc.subarray(ROLES), async (story, atLast) => {
          const person = await fixture.linked();
          let byHand = false;
          for (const event of story) {
            if (event.what === 'see') await see(person, event);
            else if (!(await fixture.ledger(person)).some((row) => row.includes(` ${advanced}:`))) {
              await fixture.enrolByHand(person.userId, advanced);
              byHand = true;
            }
          }
          fixture.site.clock.advanceSeconds(1);
          fixture.discordSays(person, idsOf(atLast));
          await fixture.site.app.get(InterruptedSync).recover();
          await fixture.see(person, idsOf(atLast));

          const inProgramming = [...(atLast.includes(1) ? [ASSISTANT] : []), ...(atLast.includes(0) ? [STUDENT] : [])];
          const inAdvanced = byHand || atLast.includes(2) ? [STUDENT] : [];
          expect(await fixture.held(person)).toEqual([
            ...(inProgramming.length > 0 ? [[programming, inProgramming]] : []),
            ...(inAdvanced.length > 0 ? [[advanced, inAdvanced]] : []),
          ]);
          expect(await fixture.inCohort(person, cohort)).toBe(atLast.includes(0) || atLast.includes(2));
          const ledger = await fixture.ledger(person);
          expect(ledger.filter((row) => !/ (active|suspended)$/.test(row))).toEqual([]);
          expect(ledger.filter((row) => /^enrolment .* suspended$/.test(row)).sort()).toEqual(await closed(person));
          if (lossPolicy === 'unenrol') expect(await closed(person)).toEqual([]);
        }),
        // Without a search for a smaller case, which would outlive the test; the seed in the message repeats this one.
        { numRuns: 60, endOnFailure: true, interruptAfterTimeLimit: 240_000 },
      );
    },
    300_000,
  );

  it('do not keep others out for longer than the lease of the process that died', async () => {
    const person = await fixture.linked();
    const expired = fixture.site.clock.nowMs() - 1;
    const row = [`user:${person.userId}`, 'a process that died', expired];
    await fixture.site.dataSource.query('INSERT INTO locks (name, owner, expires_at_ms) VALUES (?, ?, ?)', row);
    expect((await fixture.see(person, idsOf([0]))).result).toMatchObject({ success: true, enrolled: 1 });
    expect(await fixture.site.dataSource.query('SELECT * FROM locks')).toEqual([]);
  });
});
