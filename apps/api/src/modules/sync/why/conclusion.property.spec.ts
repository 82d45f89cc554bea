import { REASONS_FOR_CHANGE, type Because, type BrokenReason, type GrantState } from '@pulsetech/domain';
import * as fc from 'fast-check';
import { chainsOf } from './chains.js';
import { conclusionOf } from './conclusion.js';
import type { WhyFacts } from './why-facts.js';

const COURSE = 7;
const ROLES = [3, 5];
const DISCORD_ROLES = ['111111111111111111', '222222222222222222', '900000000000000001'];

const because: fc.Arbitrary<Because> = fc.constantFrom(...REASONS_FOR_CHANGE);
const roleId = fc.constantFrom(...ROLES);
const broken: fc.Arbitrary<BrokenReason[]> = fc.uniqueArray(
  fc.constantFrom('discord_role_missing', 'course_missing', 'role_missing', 'cohort_missing'),
);
const mapping = fc.record({
  id: fc.integer({ min: 1, max: 9 }),
  discordRoleId: fc.constantFrom(...DISCORD_ROLES),
  courseId: fc.constant(COURSE),
  roleId,
  cohortId: fc.constant(null),
  broken,
});
const state: fc.Arbitrary<GrantState> = fc.constantFrom(
  'granting',
  'active',
  'revoking',
  'suspending',
  'suspended',
  'resuming',
);
const grant = fc.record({
  kind: fc.constantFrom('role', 'enrolment'),
  targetId: fc.constant(COURSE),
  roleId,
  origin: fc.constantFrom('granted', 'adopted'),
  state,
  since: fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }),
});
const seen = fc.record({
  userId: fc.constant(1),
  discordId: fc.constant('4'),
  observedAt: fc.constantFrom(0, 1_800_000_000_000),
  observation: fc.constantFrom('member', 'pending', 'guest', 'absent', 'unknown'),
  roles: fc.subarray(DISCORD_ROLES),
  detail: fc.constant(null),
});
const step = fc.record({
  action: fc.constantFrom('grant', 'review', 'revoke'),
  key: fc.record({ kind: fc.constant('role'), targetId: fc.constant(COURSE), roleId }),
  mappingId: fc.option(fc.integer({ min: 1, max: 9 })),
  discordRoleId: fc.option(fc.constantFrom(...DISCORD_ROLES)),
  because,
  row: fc.constant(null),
});
const waiting = fc.record({
  runId: fc.constant(41),
  kind: fc.constant('role'),
  targetId: fc.constant(COURSE),
  roleId,
  because,
  mappingId: fc.option(fc.integer({ min: 1, max: 9 })),
});

const situations = fc.record({
  self: fc.boolean(),
  person: fc.constant('Zaphod Beeblebrox'),
  courseId: fc.constant(COURSE),
  course: fc.option(fc.constant('Advanced Topics'), { freq: 5 }),
  linked: fc.boolean(),
  licence: fc.record({ usable: fc.boolean(), message: fc.constant('The licence has expired.') }),
  guildId: fc.constantFrom(null, '900000000000000001'),
  state: fc.option(seen),
  mappings: fc.array(mapping, { maxLength: 3 }),
  grants: fc.array(grant, { maxLength: 3 }),
  lms: fc.record({
    enrolment: fc.constantFrom('active', 'suspended', 'none', 'unknown'),
    roles: fc.subarray(ROLES).map((roles) => new Set(roles)),
  }),
  steps: fc.array(step, { maxLength: 2 }),
  waiting: fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, fc.array(waiting, { maxLength: 1 })),
  changes: fc.constant(new Map()),
  settings: fc.record({
    lossPolicy: fc.constantFrom('unenrol', 'suspend'),
    graceDays: fc.constantFrom(0, 14),
    brokenMappings: fc.constantFrom('hold', 'revoke', 'keep'),
  }),
  now: fc.constant(1_800_000_000),
  nextRun: fc.constant('with the next run, in about 25 minutes'),
  discordRoleName: fc.constant((id: string) => `Role ${id.charAt(0)}`),
  roleName: fc.constant((id: number) => (id === 5 ? 'Student' : 'Teacher')),
}) as fc.Arbitrary<WhyFacts>;

const sentencesOf = (facts: WhyFacts): string[] => [conclusionOf(facts), ...chainsOf(facts).map(({ next }) => next)];

describe('the answer, whatever the situation', () => {
  it('is whole sentences, without holes', () => {
    fc.assert(
      fc.property(situations, (facts) => {
        for (const sentence of sentencesOf(facts)) {
          expect(sentence).toMatch(/^[A-Z“][^]*\.$/);
          expect(sentence).not.toMatch(/undefined|null|NaN|\[object|Invalid Date| {2}|\.\.|“”/);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('speaks to oneself as “you”, and tells a learner neither of runs by number nor what admins have to do', () => {
    fc.assert(
      fc.property(situations, (facts) => {
        for (const sentence of sentencesOf({ ...facts, self: true })) {
          expect(sentence).not.toMatch(
            /Zaphod|the person|Run \d|an admin|role mapping\.|mapping is|licence has expired/,
          );
        }
      }),
      { numRuns: 2000 },
    );
  });
});
