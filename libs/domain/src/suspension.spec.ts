import { MemoryLms } from '../test/memory-lms.js';
import {
  decide,
  phasesOf,
  planFor,
  settle,
  withWrites,
  type Grant,
  type KnownObservation,
  type Mapping,
  type OnLoss,
  type Outcome,
} from './index.js';

const GUILD = '900000000000000001';
const mapping = (id: number, discordRoleId: string, roleId: number, cohortId: number | null = null): Mapping => ({
  ...{ id, discordRoleId, courseId: 2, roleId, cohortId },
  broken: [],
});
const STUDENT = mapping(1, 's', 5, 1);
const TUTOR = mapping(2, 't', 4);
const REFUSED: Outcome = { applied: 'no', code: 'lms_unavailable', message: '' };
const ABSENT: KnownObservation = { kind: 'absent', at: 1 };
const member = (roles: readonly string[]): KnownObservation => ({
  ...{ kind: 'member', roles, at: 1 },
  ...{ pending: false, guest: false },
});

/** One user of two mappings to one course; reports as `suspended role 2:5`. */
class Story {
  readonly lms = new MemoryLms(true);
  ledger: Grant[] = [];
  now = 100;
  onLoss: OnLoss = 'suspend';
  answer: Outcome | null = null;
  /** A kind of change that the LMS refuses. */
  refused: string | null = null;
  left: number[] = [];

  constructor(readonly mappings: Mapping[] = [STUDENT, TUTOR]) {}

  see(...roles: string[]): string[] {
    return this.sync(member(roles));
  }

  sync(observation: KnownObservation, expireBefore?: number): string[] {
    this.now += 10;
    this.left = [];
    const reports: string[] = [];
    const rules = { guildId: GUILD, roleless: 'keep', expireBefore } as const;
    for (const steps of phasesOf(planFor(this.mappings, observation, this.ledger, rules).steps)) {
      const decision = decide(steps, this.ledger, this.lms.holdings(), this);
      this.ledger = withWrites(this.ledger, decision.intents, this.now);
      const outcomes = decision.operations.map(
        ({ change }) => this.answer ?? (change.type === this.refused ? REFUSED : this.lms.apply(change)),
      );
      const settlement = settle(decision, outcomes);
      this.ledger = withWrites(this.ledger, settlement.writes, this.now);
      this.left.push(...settlement.left);
      reports.push(
        ...settlement.reports.map(({ action, key }) => `${action} ${key.kind} ${key.targetId}:${key.roleId}`),
      );
    }
    return reports;
  }

  states(): string[] {
    return this.ledger.map(({ kind, roleId, state, origin }) => `${kind} ${roleId} ${origin} ${state}`).sort();
  }
}

describe('a role that is lost where losing means to suspend', () => {
  it('suspends the enrolment, ends the membership of the cohort, and leaves the course', () => {
    const story = new Story();
    story.see('s');
    expect(story.see()).toEqual(['suspended role 2:5', 'revoked cohort 1:0']);
    expect(story.left).toEqual([2]);
    expect(story.states()).toEqual(['enrolment 0 granted suspended', 'role 5 granted suspended']);
    expect([...story.lms.held.keys()]).toEqual(['enrolment:2:0', 'role:2:5']);
    expect(story.lms.effective()).toEqual([]);
    expect(story.see()).toEqual([]);
  });

  it('resumes the same enrolment when it comes back', () => {
    const story = new Story();
    story.see('s');
    story.see();
    expect(story.see('s')).toEqual(['resumed role 2:5', 'granted cohort 1:0']);
    expect(story.states()).toEqual(['cohort 0 granted active', 'enrolment 0 granted active', 'role 5 granted active']);
    expect(story.lms.effective()).toEqual(['cohort:1:0', 'enrolment:2:0', 'role:2:5']);
  });

  it('only goes by itself where another role of the course is held', () => {
    const story = new Story();
    story.see('s', 't');
    expect(story.see('s')).toEqual(['revoked role 2:4']);
    expect(story.left).toEqual([]);
    expect(story.lms.suspended.size).toBe(0);
  });

  it('does not come back with another role that opens the course again', () => {
    const story = new Story();
    story.see('s');
    story.see();
    expect(story.see('t')).toEqual(['revoked role 2:5', 'granted role 2:4']);
    expect(story.states()).toEqual(['enrolment 0 granted active', 'role 4 granted active']);
    expect(story.lms.effective()).toEqual(['enrolment:2:0', 'role:2:4']);
  });

  it('goes in the same phase as the grant that opens the course, so that it is never in force', () => {
    const story = new Story();
    story.see('s');
    story.see();
    const { steps } = planFor(story.mappings, member(['t']), story.ledger, { guildId: GUILD, roleless: 'lose' });
    expect(steps.map(({ action, because }) => [action, because])).toEqual([
      ['grant', 'role_held'],
      ['clear', 'course_reopened'],
    ]);
    expect(phasesOf(steps)).toEqual([steps]);
  });

  it.each(['cohort_missing', 'discord_role_missing'] as const)(
    'is not given by a broken mapping (%s) when another role opens the course again',
    (reason) => {
      const story = new Story();
      story.see('s');
      story.see();
      story.mappings[0] = { ...STUDENT, broken: [reason] };
      const roles = reason === 'cohort_missing' ? ['s', 't'] : ['t'];
      expect(story.see(...roles)).toEqual(['revoked role 2:5', 'granted role 2:4']);
      expect(story.lms.effective()).toEqual(['enrolment:2:0', 'role:2:4']);
      expect(story.see(...roles)).toEqual([]);
    },
  );

  it('is lost later, by a step of its own, where the LMS refused to take it with the opening', () => {
    const story = new Story();
    story.see('s');
    story.see();
    story.refused = 'unassign';
    expect(story.see('t')).toEqual(['granted role 2:4']);
    expect(story.states()).toEqual(['enrolment 0 granted active', 'role 4 granted active', 'role 5 granted suspended']);
    story.refused = null;
    expect(story.see('t')).toEqual(['revoked role 2:5']);
    expect(story.states()).toEqual(['enrolment 0 granted active', 'role 4 granted active']);
  });

  it('goes with the opening also where the suspension was begun, and nobody knows that it did not happen', () => {
    const story = new Story();
    story.see('s');
    story.answer = { applied: 'unknown', code: 'lms_unavailable', message: '' };
    story.see();
    story.answer = null;
    story.see('t');
    expect([...story.lms.held.keys()].filter((key) => key.startsWith('role'))).toEqual(['role:2:4']);
  });

  it('is lost by a step of its own where somebody opened the course by hand before', () => {
    const story = new Story();
    story.see('s');
    story.see();
    story.lms.suspended.clear();
    expect(story.see('t')).toEqual(['granted role 2:4']);
    expect(story.states()).toContain('role 5 granted active');
    expect(story.see('t')).toEqual(['revoked role 2:5']);
  });

  it('never suspends an enrolment that was made by hand: only our role goes', () => {
    const story = new Story();
    story.lms.add('enrolment:2:0', 'other');
    story.see('s');
    expect(story.see()).toEqual(['revoked role 2:5', 'revoked cohort 1:0']);
    expect(story.lms.suspended.size).toBe(0);
    expect(story.ledger).toEqual([]);
  });

  it('never suspends somebody who holds a role in the course by hand', () => {
    const story = new Story();
    story.see('s');
    story.lms.add('role:2:3', 'other');
    expect(story.see()).toEqual(['revoked role 2:5', 'revoked cohort 1:0']);
    expect(story.lms.effective()).toEqual(['enrolment:2:0', 'role:2:3']);
  });

  it('is forgotten where the LMS says that the course is gone', () => {
    const story = new Story([TUTOR]);
    story.see('t');
    story.answer = { applied: 'no', code: 'course_missing', message: '' };
    expect(story.see()).toEqual(['forgotten role 2:4']);
    expect(story.ledger).toEqual([]);
  });
});

describe('an enrolment that a teacher suspended', () => {
  it('stays suspended when a role is gained, and when it was lost and comes back', () => {
    const story = new Story();
    story.see('s');
    story.lms.suspend(2);
    expect(story.see('s', 't')).toEqual(['granted role 2:4']);
    expect(story.see()).toEqual(['forgotten role 2:5', 'revoked cohort 1:0', 'forgotten role 2:4']);
    expect(story.ledger).toEqual([]);
    story.see('s');
    expect(story.lms.suspended).toEqual(new Set(['enrolment:2:0']));
  });

  it('is ended all the same where losing a role means to unenrol', () => {
    const story = new Story([TUTOR]);
    story.onLoss = 'unenrol';
    story.see('t');
    story.lms.suspend(2);
    expect(story.see()).toEqual(['revoked role 2:4']);
    expect(story.lms.held.size).toBe(0);
  });
});

describe('an enrolment of ours that a teacher resumed', () => {
  it('is not ended with the grace period', () => {
    const story = new Story([TUTOR]);
    story.see('t');
    story.see();
    story.lms.suspended.clear();
    expect(story.sync(member([]), 1000)).toEqual(['forgotten role 2:4']);
    expect(story.lms.effective()).toEqual(['enrolment:2:0', 'role:2:4']);
    expect(story.ledger).toEqual([]);
  });

  it('is found active when the Discord role comes back', () => {
    const story = new Story([TUTOR]);
    story.see('t');
    story.see();
    story.lms.suspended.clear();
    expect(story.see('t')).toEqual(['adopted role 2:4']);
    expect(story.states()).toEqual(['enrolment 0 granted active', 'role 4 granted active']);
  });
});

describe('a suspension', () => {
  const suspended = (): Story => {
    const story = new Story([TUTOR]);
    story.see('t');
    story.see();
    return story;
  };

  it('ends with the enrolment once the grace period is over, not before, and not twice for the sessions', () => {
    const story = suspended();
    const [row] = story.ledger;
    expect(story.sync(ABSENT, row?.since)).toEqual([]);
    expect(story.sync(ABSENT, (row?.since ?? 0) + 1)).toEqual(['revoked role 2:4']);
    expect(story.left).toEqual([]);
    expect(story.lms.held.size).toBe(0);
    expect(story.ledger).toEqual([]);
  });

  it('ends although losing a role means to unenrol by now, and waits for its grace all the same', () => {
    const story = suspended();
    story.onLoss = 'unenrol';
    expect(story.see()).toEqual([]);
    expect(story.sync(member([]), 1000)).toEqual(['revoked role 2:4']);
  });

  it('does not end while the role is held by a mapping that is broken', () => {
    const story = suspended();
    story.mappings[0] = { ...TUTOR, broken: ['cohort_missing'] };
    expect(story.sync(member(['t']), 1000)).toEqual([]);
    expect(story.lms.suspended.size).toBe(1);
  });

  it('keeps its age when ending it, or resuming it, failed', () => {
    const story = suspended();
    const before = story.ledger;
    story.answer = { applied: 'no', code: 'manual_enrolment_disabled', message: '' };
    story.see('t');
    story.sync(member([]), 1000);
    expect(story.ledger).toEqual(expect.arrayContaining(before));
    expect(story.ledger).toHaveLength(before.length);
  });

  it('whose end was interrupted is ended by whoever comes next, while a suspension that was interrupted is told once', () => {
    const story = suspended();
    story.answer = { applied: 'unknown', code: 'lms_unavailable', message: '' };
    story.sync(member([]), 1000);
    story.answer = null;
    expect(story.see()).toEqual(['revoked role 2:4']);

    const other = new Story([TUTOR]);
    other.see('t');
    other.answer = { applied: 'unknown', code: 'lms_unavailable', message: '' };
    expect(other.see()).toEqual([]);
    other.lms.suspend(2);
    other.answer = null;
    expect(other.see()).toEqual(['suspended role 2:4']);
    expect(other.left).toEqual([2]);
    expect(other.see()).toEqual([]);
  });

  it('that could not be made leaves everything as it was', () => {
    const story = new Story([TUTOR]);
    story.see('t');
    story.answer = { applied: 'no', code: 'lms_unavailable', message: '' };
    expect(story.see()).toEqual([]);
    expect(story.states()).toEqual(['enrolment 0 granted active', 'role 4 granted active']);
  });
});

describe('why a step is due', () => {
  const row: Grant = { kind: 'role', targetId: 2, roleId: 4, origin: 'granted', state: 'active', since: 0 };
  const roleless: Mapping = { ...mapping(3, 'x', 4), broken: ['discord_role_missing'] };
  const because = (mappings: readonly Mapping[], observation: KnownObservation, grants: readonly Grant[] = [row]) =>
    planFor(mappings, observation, grants, { guildId: GUILD, roleless: 'lose' }).steps.map((step) => [
      step.because,
      step.mappingId,
      step.discordRoleId,
    ]);

  it.each<[string, readonly Mapping[], KnownObservation, unknown[]]>([
    ['the role was lost', [TUTOR], member([]), ['role_lost', 2, 't']],
    ['the person left', [TUTOR], ABSENT, ['left_server', 2, 't']],
    [
      'the person is no full member',
      [TUTOR],
      { kind: 'member', roles: ['t'], pending: true, guest: false, at: 1 },
      ['not_full_member', 2, 't'],
    ],
    ['no mapping gives it', [STUDENT], member(['t']), ['mapping_removed', null, null]],
    ['the Discord role was deleted', [roleless], member([]), ['discord_role_deleted', 3, 'x']],
    ['one of two Discord roles was deleted', [TUTOR, roleless], member([]), ['discord_role_deleted', 3, 'x']],
  ])('is told: %s', (_, mappings, observation, expected) => {
    expect(because(mappings, observation)).toEqual([expected]);
  });

  it('is the role that is held, for what is given', () => {
    expect(because([TUTOR], member(['t']), [])).toEqual([['role_held', 2, 't']]);
  });

  it('of a deleted Discord role is none where people keep what it gave', () => {
    const rules = { guildId: GUILD, roleless: 'keep' } as const;
    expect(planFor([roleless], member([]), [row], rules).steps).toEqual([]);
    expect(planFor([roleless], ABSENT, [row], rules).steps).toMatchObject([{ because: 'left_server' }]);
  });

  it('stands with everything that is reported', () => {
    const holdings = { enrolments: [], roles: [{ courseId: 2, roleId: 4, by: 'integration' as const }], cohorts: [] };
    const { steps } = planFor([TUTOR], ABSENT, [row], { guildId: GUILD, roleless: 'keep' });
    const decision = decide(steps, [row], holdings, { onLoss: 'unenrol' });
    const { reports } = settle(decision, [{ applied: 'yes' }]);
    expect(reports).toMatchObject([{ action: 'revoked', because: 'left_server', discordRoleId: 't', mappingId: 2 }]);
  });
});
