import {
  decide,
  phasesOf,
  planFor,
  planLeaving,
  settle,
  withWrites,
  type Grant,
  type Mapping,
  type Outcome,
} from './index.js';
import { MemoryLms } from '../test/memory-lms.js';

const RULES = { guildId: '900000000000000001', roleless: 'keep' } as const;
const UNENROL = { onLoss: 'unenrol' } as const;
const NOW = 1_767_225_600;
const mapping = (
  id: number,
  discordRoleId: string,
  courseId: number,
  roleId = 5,
  cohortId: number | null = null,
): Mapping => ({
  id,
  discordRoleId,
  courseId,
  roleId,
  cohortId,
  broken: [],
});
const member = (...roles: string[]) => ({ kind: 'member', roles, pending: false, guest: false, at: 1 }) as const;

// The mappings of the recorded answers of a real LMS, by the first digit of their Discord role.
const RECORDED = [mapping(1, '1', 2, 5, 1), mapping(2, '2', 3), mapping(3, '3', 4, 3), mapping(4, '4', 2, 4)];
const SHARED_COHORT = mapping(7, '8', 5, 5, 1);

/** Synchronises against an LMS in memory; what was reported about roles, as `+course:role` and `-course:role`. */
function harness(mappings: Mapping[], lms = new MemoryLms(true)) {
  let ledger: Grant[] = [];
  return {
    lms,
    ledger: () => ledger,
    sync(...roles: string[]) {
      const reports: string[] = [];
      const left: number[] = [];
      for (const steps of phasesOf(planFor(mappings, member(...roles), ledger, RULES).steps)) {
        const decision = decide(steps, ledger, lms.holdings(), UNENROL);
        ledger = withWrites(ledger, decision.intents, NOW);
        const settlement = settle(
          decision,
          decision.operations.map(({ change }) => lms.apply(change)),
        );
        ledger = withWrites(ledger, settlement.writes, NOW);
        left.push(...settlement.left);
        reports.push(
          ...settlement.reports.map(({ action, key }) => `${action} ${key.kind} ${key.targetId}:${key.roleId}`),
        );
      }
      return { reports, left };
    },
  };
}

describe('a synchronisation', () => {
  it('gives what the Discord roles map to, in the order of the mappings, and nothing the second time', () => {
    const user = harness(RECORDED);
    expect(user.sync('2', '1').reports).toEqual(['granted role 2:5', 'granted cohort 1:0', 'granted role 3:5']);
    expect(user.sync('2', '1')).toEqual({ reports: [], left: [] });
  });

  it('reports what is given and taken together, in the order of the mappings', () => {
    const user = harness(RECORDED);
    user.sync('1', '2');
    expect(user.sync('1', '3')).toEqual({ reports: ['revoked role 3:5', 'granted role 4:3'], left: [3] });
  });

  it('takes one of two roles in a course without leaving the course', () => {
    const user = harness(RECORDED);
    user.sync('1', '4');
    expect(user.sync('1')).toEqual({ reports: ['revoked role 2:4'], left: [] });
    expect([...user.lms.held.keys()]).toEqual(['enrolment:2:0', 'role:2:5', 'cohort:1:0']);
  });

  it('leaves the course with the last role, once', () => {
    const user = harness(RECORDED);
    user.sync('1', '4');
    expect(user.sync()).toEqual({ reports: ['revoked role 2:5', 'revoked cohort 1:0', 'revoked role 2:4'], left: [2] });
    expect(user.lms.held.size).toBe(0);
  });

  it('does not leave a course in which one role takes the place of another', () => {
    const user = harness(RECORDED);
    user.sync('1');
    expect(user.sync('4').left).toEqual([]);
    expect([...user.lms.held.keys()].sort()).toEqual(['enrolment:2:0', 'role:2:4']);
  });

  it('keeps what two mappings give until both are lost', () => {
    const user = harness([...RECORDED, SHARED_COHORT]);
    user.sync('1', '8');
    expect(user.sync('8').reports).toEqual(['revoked role 2:5']);
    expect(user.sync().reports).toEqual(['revoked cohort 1:0', 'revoked role 5:5']);
  });

  it('revokes what no mapping gives any more, after what is still mapped', () => {
    const mappings = [...RECORDED];
    const user = harness(mappings);
    user.sync('1', '2');
    mappings.splice(0, 1);
    expect(user.sync('3').reports).toEqual([
      'revoked role 3:5',
      'granted role 4:3',
      'revoked role 2:5',
      'revoked cohort 1:0',
    ]);
  });
});

describe('what people made by hand', () => {
  it('is adopted, and left in place when the Discord role goes', () => {
    const user = harness(RECORDED);
    for (const key of ['enrolment:2:0', 'role:2:5', 'cohort:1:0']) user.lms.add(key, 'other');
    expect(user.sync('1').reports).toEqual(['adopted role 2:5', 'adopted cohort 1:0']);
    expect(user.sync()).toEqual({ reports: ['forgotten role 2:5', 'forgotten cohort 1:0'], left: [] });
    expect(user.lms.held.size).toBe(3);
  });

  it('keeps an enrolment that a teacher made when only the role came from us', () => {
    const user = harness(RECORDED);
    user.lms.add('enrolment:2:0', 'other');
    user.sync('1');
    expect(user.sync().left).toEqual([]);
    expect([...user.lms.held.keys()]).toEqual(['enrolment:2:0']);
  });

  it('keeps the course of somebody who also holds a role there by hand', () => {
    const user = harness(RECORDED);
    user.sync('1');
    user.lms.add('role:2:3', 'other');
    expect(user.sync().left).toEqual([]);
    expect([...user.lms.held.keys()].sort()).toEqual(['enrolment:2:0', 'role:2:3']);
  });

  it('stays when a teacher gave the same role on top of ours', () => {
    const ledger: Grant[] = [
      { kind: 'role', targetId: 2, roleId: 5, origin: 'granted', state: 'active', since: 0 },
      { kind: 'enrolment', targetId: 2, roleId: 0, origin: 'granted', state: 'active', since: 0 },
    ];
    const { operations } = decide(
      planFor(RECORDED, member(), ledger, RULES).steps,
      ledger,
      {
        enrolments: [{ courseId: 2, by: 'integration', suspended: false }],
        roles: [
          { courseId: 2, roleId: 5, by: 'integration' },
          { courseId: 2, roleId: 5, by: 'other' },
        ],
        cohorts: [],
      },
      UNENROL,
    );
    expect(operations.map(({ change }) => change)).toEqual([{ type: 'unassign', courseId: 2, roleId: 5 }]);
  });

  it('is left in place when a teacher removed ours and enrolled the person again', () => {
    const user = harness(RECORDED);
    user.sync('1');
    user.lms.unenrol(2);
    for (const key of ['enrolment:2:0', 'role:2:5']) user.lms.add(key, 'other');
    expect(user.sync().reports).toEqual(['forgotten role 2:5', 'revoked cohort 1:0']);
    expect([...user.lms.held.keys()]).toEqual(['enrolment:2:0', 'role:2:5']);
  });
});

describe('a broken mapping', () => {
  const broken: Mapping = { ...mapping(1, '1', 2), broken: ['course_missing'] };

  it('grants nothing new and is an error of everybody who holds its Discord role', () => {
    const plan = planFor([broken], member('1'), [], RULES);
    expect(plan).toEqual({ steps: [], blocked: [broken] });
    expect(planFor([broken], member('2'), [], RULES).blocked).toEqual([]);
  });

  it('takes nothing away either, as long as the Discord role is held', () => {
    const row: Grant = { kind: 'role', targetId: 2, roleId: 5, origin: 'granted', state: 'active', since: 0 };
    expect(planFor([broken], member('1'), [row], RULES).steps).toEqual([]);
    expect(planFor([broken], member(), [row], RULES).steps).toMatchObject([{ action: 'revoke', mappingId: 1 }]);
  });
});

describe('a mapping whose Discord role was deleted', () => {
  const roleless: Mapping = { ...mapping(1, '1', 2), broken: ['discord_role_missing'] };
  const row: Grant = { kind: 'role', targetId: 2, roleId: 5, origin: 'granted', state: 'active', since: 0 };

  it('takes nothing from people who are still members, and is no error of theirs', () => {
    expect(planFor([roleless], member(), [row], RULES)).toEqual({ steps: [], blocked: [] });
    expect(planFor([roleless], member(), [], RULES).steps).toEqual([]);
  });

  it('gives all the same to somebody who is seen with the role, so that it must exist', () => {
    expect(planFor([roleless], member('1'), [], RULES).steps).toMatchObject([{ action: 'grant', mappingId: 1 }]);
  });

  it('holds nobody who left the server', () => {
    expect(planFor([roleless], { kind: 'absent', at: 1 }, [row], RULES).steps).toMatchObject([{ action: 'revoke' }]);
  });
});

describe('leaving', () => {
  const row = (kind: Grant['kind'], targetId: number, roleId: number, state: Grant['state'], since: number): Grant => ({
    ...{ kind, targetId, roleId, state, since },
    origin: 'granted',
  });
  const ledger = [
    ...[row('role', 2, 5, 'active', 10), row('enrolment', 2, 0, 'active', 10), row('cohort', 1, 0, 'active', 10)],
    ...[row('role', 3, 5, 'suspended', 20), row('enrolment', 3, 0, 'suspended', 20)],
    ...[row('role', 9, 5, 'active', 10), row('enrolment', 4, 0, 'resuming', 10)],
  ];
  const told = (steps: ReturnType<typeof planLeaving>) =>
    steps.map(({ action, key, mappingId, because }) => [
      action,
      `${key.kind} ${key.targetId}:${key.roleId}`,
      mappingId,
      because,
    ]);

  it('takes what was given, and leaves suspensions to their time', () => {
    expect(told(planLeaving(RECORDED, ledger))).toEqual([
      ['revoke', 'role 2:5', 1, 'unlinked'],
      ['revoke', 'cohort 1:0', 1, 'unlinked'],
      ['revoke', 'enrolment 4:0', 3, 'unlinked'],
      ['revoke', 'role 9:5', null, 'unlinked'],
    ]);
  });

  it('ends suspensions that began before, for that reason', () => {
    expect(told(planLeaving(RECORDED, ledger, 20))).toEqual(told(planLeaving(RECORDED, ledger)));
    expect(told(planLeaving(RECORDED, ledger, 21))).toContainEqual(['revoke', 'role 3:5', 2, 'grace_over']);
  });

  it('is what somebody has to do who left the Discord server', () => {
    const rules = { guildId: RULES.guildId, roleless: 'lose', expireBefore: 21 } as const;
    const absent = planFor(RECORDED, { kind: 'absent', at: 1 }, ledger, rules).steps;
    const unlinked = absent.map((step) => (step.because === 'grace_over' ? step : { ...step, because: 'unlinked' }));
    expect(planLeaving(RECORDED, ledger, 21)).toEqual(unlinked);
  });
});

describe('settling', () => {
  const refused: Outcome = { applied: 'no', code: 'manual_enrolment_disabled', message: 'Manual enrolment is off.' };
  const steps = planFor(RECORDED, member('1'), [], RULES).steps;
  const decision = decide(steps, [], { enrolments: [], roles: [], cohorts: [] }, UNENROL);

  it('withdraws the intents of what was refused, and tells the failure', () => {
    const settlement = settle(decision, [refused, { applied: 'yes' }]);
    const ledger = withWrites(withWrites([], decision.intents, NOW), settlement.writes, NOW);
    expect(ledger).toEqual([
      { kind: 'cohort', targetId: 1, roleId: 0, origin: 'granted', state: 'active', since: NOW },
    ]);
    expect(settlement.failures).toMatchObject([{ applied: 'no', code: 'manual_enrolment_disabled' }]);
  });

  it('keeps the intents of what is not known', () => {
    const settlement = settle(decision, [
      { applied: 'unknown', code: 'lms_unavailable', message: '' },
      { applied: 'yes' },
    ]);
    const ledger = withWrites(withWrites([], decision.intents, NOW), settlement.writes, NOW);
    expect(ledger.map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual([
      'cohort active',
      'enrolment granting',
      'role granting',
    ]);
  });

  it('forgets what the LMS says no longer exists instead of failing for ever', () => {
    const ledger: Grant[] = [
      { kind: 'role', targetId: 2, roleId: 5, origin: 'granted', state: 'active', since: 0 },
      { kind: 'enrolment', targetId: 2, roleId: 0, origin: 'granted', state: 'active', since: 0 },
    ];
    const leaving = decide(
      planFor(RECORDED, member(), ledger, RULES).steps,
      ledger,
      {
        enrolments: [{ courseId: 2, by: 'integration', suspended: false }],
        roles: [{ courseId: 2, roleId: 5, by: 'integration' }],
        cohorts: [],
      },
      UNENROL,
    );
    const settlement = settle(leaving, [{ applied: 'no', code: 'course_missing', message: '' }]);
    expect(withWrites(withWrites(ledger, leaving.intents, NOW), settlement.writes, NOW)).toEqual([]);
    expect(settlement).toMatchObject({ failures: [], reports: [{ action: 'forgotten' }] });
  });
});
