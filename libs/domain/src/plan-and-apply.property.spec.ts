import fc from 'fast-check';
import { GUILD, World, type Crash, type Mode } from '../test/world.js';
import type { BrokenReason, KnownObservation, Mapping, OnLoss } from './index.js';

const DISCORD_ROLES = ['a', 'b', 'c', GUILD];

const mappings: fc.Arbitrary<Mapping[]> = fc
  .array(
    fc.record({
      discordRoleId: fc.constantFrom(...DISCORD_ROLES),
      courseId: fc.integer({ min: 1, max: 2 }),
      roleId: fc.integer({ min: 4, max: 5 }),
      cohortId: fc.constantFrom(null, 1, 2),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((rows) => rows.map((row, index) => ({ ...row, id: index + 1, broken: [] })));

const observation: fc.Arbitrary<KnownObservation> = fc.oneof(
  { weight: 8, arbitrary: fc.subarray(DISCORD_ROLES).map((roles) => member(roles)) },
  { weight: 1, arbitrary: fc.constant<KnownObservation>({ kind: 'absent', at: 1 }) },
  { weight: 1, arbitrary: fc.constant(member(['a', 'b', 'c'], true)) },
);

function member(roles: string[], pending = false): KnownObservation {
  return { kind: 'member', roles, pending, guest: false, at: 1 };
}

const crash: fc.Arbitrary<Crash> = fc.record({
  phase: fc.integer({ min: 0, max: 1 }),
  point: fc.constantFrom('before_intents', 'after_intents', 'in_effects', 'before_settling'),
  effects: fc.integer({ min: 0, max: 3 }),
});

const mode: fc.Arbitrary<Mode> = fc.record({
  crash: fc.option(crash, { nil: undefined, freq: 1 }),
  roleless: fc.constantFrom('keep', 'lose'),
  onLoss: fc.option(fc.constantFrom<OnLoss>('unenrol', 'suspend'), { nil: undefined, freq: 1 }),
  expire: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

const thing = fc.constantFrom(
  ...['enrolment:1:0', 'enrolment:2:0', 'role:1:4', 'role:1:5', 'role:2:4', 'role:2:5', 'cohort:1:0', 'cohort:2:0'],
);

interface Event {
  readonly what: unknown;
  readonly happen: (world: World) => void;
}

const event: fc.Arbitrary<Event> = fc.oneof(
  observation.map((what) => ({ what, happen: (world: World) => void (world.observation = what) })),
  mode.map((what) => ({ what, happen: (world: World) => world.synchronise(what) })),
  fc
    .record({ answer: fc.constantFrom('no' as const, 'unknown' as const), lost: fc.boolean() })
    .map((what) => ({ what, happen: (world: World) => world.synchroniseWithDeafLms(what.answer, what.lost) })),
  thing.map((what) => ({ what: `make ${what}`, happen: (world: World) => world.makeByHand(what) })),
  fc
    .nat(6)
    .map((what) => ({ what: `delete mapping ${what}`, happen: (world: World) => void world.mappings.splice(what, 1) })),
  fc
    .integer({ min: 1, max: 2 })
    .map((what) => ({ what: `turn course ${what}`, happen: (world: World) => world.turnByHand(what) })),
  fc
    .record({ pick: fc.nat(6), reason: fc.constantFrom<BrokenReason>('cohort_missing', 'discord_role_missing') })
    .map(({ pick, reason }) => ({
      what: `break or mend mapping ${pick}: ${reason}`,
      happen: (world: World) => flipBroken(world, pick, reason),
    })),
);
const removal: fc.Arbitrary<Event> = thing.map((what) => ({
  what: `remove ${what}`,
  happen: (world: World) => world.removeByHand(what),
}));
const events = fc.array(fc.oneof({ weight: 7, arbitrary: event }, { weight: 1, arbitrary: removal }), {
  maxLength: 25,
});

/**
 * What of an interrupted synchronisation was done, the reference model does not know; nor what of that rests suspended since,
 * which a broken mapping would keep.
 */
function flipBroken(world: World, pick: number, reason: BrokenReason): void {
  const mapping = world.mappings[pick];
  if (!mapping) return;
  // @everyone cannot be deleted.
  const why = mapping.discordRoleId === GUILD ? 'cohort_missing' : reason;
  if (mapping.broken.length === 0 && world.nature.modelled) {
    world.synchronise();
    if (heldIn(world).join() !== world.model.held().join()) world.synchronise({ expire: true });
  }
  world.mappings[pick] = { ...mapping, broken: mapping.broken.length === 0 ? [why] : [] };
}

const heldIn = (world: World): string[] => [...world.lms.held.keys()].sort();

const policies = ['unenrol', 'suspend'] as const;

describe.each(policies)(
  'synchronising one user, whatever happens in between, where losing a role means to %s',
  (onLoss) => {
    for (const tells of [true, false]) {
      it(`ends with what the mappings give and what people made, where makers are ${tells ? '' : 'not '}told`, () => {
        fc.assert(
          fc.property(mappings, events, (rows, story) => {
            const world = new World(rows, { tells, modelled: true, onLoss });
            for (const { happen } of story) happen(world);
            world.synchronise();
            expect(world.lms.effective()).toEqual(world.model.effective());
            world.synchronise({ expire: true });
            expect(heldIn(world)).toEqual(world.model.held());
          }),
          { numRuns: 2000 },
        );
      });
    }

    it('never touches what people made, as long as they do not touch it', () => {
      fc.assert(
        fc.property(mappings, fc.array(event, { maxLength: 25 }), (rows, story) => {
          const world = new World(rows, { tells: true, modelled: false, onLoss });
          const byHand = (): string[] => [...world.lms.held].filter(([, by]) => by === 'other').map(([key]) => key);
          for (const { happen } of story) {
            const before = byHand();
            happen(world);
            expect(byHand()).toEqual(expect.arrayContaining(before));
            expect(world.openedBehindTeachersBack()).toEqual([]);
          }
        }),
        { numRuns: 2000 },
      );
    });

    it('leaves nothing open and nothing to do', () => {
      fc.assert(
        fc.property(mappings, events, mode, (rows, story, { crash: _, ...last }) => {
          const world = new World(rows, { tells: true, modelled: false, onLoss });
          for (const { happen } of story) happen(world);
          world.synchronise(last);
          // What was suspended by that is not expired yet.
          if (last.expire) world.synchronise(last);
          expect({ settled: world.settled, steps: world.plan(last) }).toEqual({ settled: true, steps: [] });
        }),
        { numRuns: 2000 },
      );
    });
  },
);
