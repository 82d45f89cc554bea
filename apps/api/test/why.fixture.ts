import type { Because, Grant, Mapping } from '@pulsetech/domain';
import type { ChangeDto } from '@pulsetech/contracts';
import { chainsOf } from '../src/modules/sync/why/chains.js';
import { conclusionOf } from '../src/modules/sync/why/conclusion.js';
import { isPlannable, isStillWanted, stepsOf } from '../src/modules/sync/why/expected-steps.js';
import type { WhyFacts } from '../src/modules/sync/why/why-facts.js';
import type { WaitingRemoval } from '../src/modules/sync/why/why.repository.js';

export const NOW = 1_800_000_000;
export const DAY = 86_400;
export const [COURSE, STUDENT, TEACHER] = [7, 5, 3];
export const [GUILD, PREMIUM, VIP] = ['900000000000000001', '111111111111111111', '222222222222222222'];

export const mapping = (part: Partial<Mapping> = {}): Mapping => ({
  ...{ id: 1, discordRoleId: PREMIUM, courseId: COURSE, roleId: STUDENT, cohortId: null, broken: [] },
  ...part,
});
export const grants = (state: Grant['state'], part: Partial<Grant> = {}): Grant[] => [
  { kind: 'enrolment', targetId: COURSE, roleId: 0, origin: 'granted', state, since: NOW - 9 * DAY, ...part },
  { kind: 'role', targetId: COURSE, roleId: STUDENT, origin: 'granted', state, since: NOW - 9 * DAY, ...part },
];
export const seen = (observation: 'member' | 'pending' | 'guest' | 'absent' | 'unknown', roles: string[] = []) => ({
  state: { userId: 1, discordId: '4', observedAt: (NOW - 60) * 1000, observation, roles, detail: null },
});
export const inLms = (enrolment: WhyFacts['lms']['enrolment'], ...roles: number[]) => ({
  lms: { enrolment, roles: new Set(roles) },
});
export const changed = (action: ChangeDto['action'], because: Because) => ({
  changes: new Map([
    [
      STUDENT,
      {
        ...{ id: 1, userId: 1, userName: 'Zaphod', action, kind: 'role' as const, targetId: COURSE, role: 'Student' },
        ...{
          target: 'Advanced Topics',
          mappingId: 1,
          discordRole: 'Premium',
          because,
          sentence: 'What happened (on what occasion).',
          what: 'What happened.',
          runId: 41,
        },
        ...{ cause: 'manual' as const, startedBy: 'Ada Admin', at: NOW - 9 * DAY },
      },
    ],
  ]),
});
export const waits = (because: Because): { waiting: WaitingRemoval[] } => ({
  waiting: [{ runId: 41, kind: 'role', targetId: COURSE, roleId: STUDENT, because, mappingId: 1 }],
});

export const SETTINGS = { lossPolicy: 'unenrol', graceDays: 0, brokenMappings: 'hold' } as const;
export const SUSPENDING = { settings: { ...SETTINGS, lossPolicy: 'suspend', graceDays: 14 } } as const;
export const DELETED = { mappings: [mapping({ broken: ['discord_role_missing'] })] };
export const HELD = { ...seen('member', [PREMIUM]), grants: grants('active'), ...inLms('active', STUDENT) };
export const LOST = { ...HELD, ...seen('member') };
export const SUSPENDED = {
  ...SUSPENDING,
  ...seen('member'),
  ...{ grants: grants('suspended'), ...inLms('suspended') },
  ...changed('suspended', 'role_lost'),
};
export const UNUSABLE = { licence: { usable: false, message: 'The licence has expired.' } };
export const OVER = { grants: grants('suspended', { since: NOW - 20 * DAY }) };

/** One sentence each. */
export interface Said {
  readonly admin: readonly string[];
  readonly learner: readonly string[];
}

/** What would be found; what is not said here is of somebody who is linked, where one mapping gives the course. */
export function factsOf(part: Partial<WhyFacts>, self: boolean): WhyFacts {
  const facts: WhyFacts = {
    ...{ self, person: 'Zaphod', courseId: COURSE, course: 'Advanced Topics', linked: true, guildId: GUILD },
    ...{ licence: { usable: true, message: '' }, state: null, mappings: [mapping()], grants: [], steps: [] },
    ...{ ...inLms('none'), waiting: [], changes: new Map(), settings: SETTINGS, now: NOW },
    nextRun: 'with the next run, in about 25 minutes',
    discordRoleName: (id) => (id === VIP ? 'VIP' : 'Premium'),
    roleName: (id) => (id === STUDENT ? 'Student' : 'Teacher'),
    ...part,
  };
  const { state, mappings, grants: ledger, guildId, settings, waiting } = facts;
  const steps = stepsOf(mappings, state, ledger, guildId, settings, NOW);
  const known = isPlannable(state, guildId);
  return { ...facts, steps, waiting: known ? waiting.filter((one) => isStillWanted(one, steps)) : waiting };
}

/** The conclusion, then what comes next with each mapping or grant. */
export function saidOf(part: Partial<WhyFacts>): Said {
  const [admin, learner] = [false, true].map((self) => {
    const facts = factsOf(part, self);
    return [conclusionOf(facts), ...chainsOf(facts).map(({ next }) => next)];
  });
  return { admin: admin ?? [], learner: learner ?? [] };
}
