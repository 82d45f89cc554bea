import {
  activeBefore,
  cohortKey,
  enrolmentKey,
  removalStop,
  removalsWithoutRole,
  roleKey,
  type Because,
  type RemovalGroup,
} from './index.js';

const COURSE = roleKey(2, 5);
const OTHER = roleKey(3, 5);
const COHORT = cohortKey(1);
const LIMITS = { count: 20, share: 10 };

const removed = (count: number, key = COURSE, mappingId: number | null = 1): RemovalGroup => ({
  ...key,
  mappingId,
  count,
});
const held = (count: number, key = COURSE) => ({ ...key, count });
const scopes = (...given: Parameters<typeof removalStop>) =>
  removalStop(...given).map(({ scope, mappingId }) => (scope === 'run' ? 'run' : `mapping ${mappingId}`));

describe('the removal stop', () => {
  it.each([
    ['as many as the count, though all that there is', 20, 20, []],
    ['one more than the count, and more than the share', 21, 209, ['run', 'mapping 1']],
    ['one more than the count, and exactly the share', 21, 210, []],
    ['one more than the count, and less than the share', 21, 211, []],
    ['many, and exactly the share', 1000, 10_000, []],
    ['many, and one more than the share', 1001, 10_000, ['run', 'mapping 1']],
    ['more than there was, as when suspensions end', 21, 0, ['run', 'mapping 1']],
    ['nothing', 0, 0, []],
  ])('looks at %s', (_, count, active, stops) => {
    expect(scopes([removed(count)], [held(active)], LIMITS)).toEqual(stops);
  });

  it('holds every removal where both limits are 0, and none where the share is 100 %', () => {
    expect(scopes([removed(1)], [held(1000)], { count: 0, share: 0 })).toEqual(['run', 'mapping 1']);
    expect(scopes([removed(1000)], [held(1000)], { count: 0, share: 100 })).toEqual([]);
  });

  it('holds what one mapping loses though the whole run stays below the share', () => {
    const active = [held(100), held(10_000, OTHER)];
    expect(removalStop([removed(21)], active, LIMITS)).toEqual([
      { scope: 'mapping', mappingId: 1, keys: [COURSE], removals: 21, active: 100 },
    ]);
  });

  it('holds the whole run though every mapping stays below the count', () => {
    const groups = [removed(11), removed(11, OTHER, 2)];
    expect(removalStop(groups, [held(50), held(50, OTHER)], LIMITS)).toEqual([
      { scope: 'run', mappingId: null, keys: [], removals: 22, active: 100 },
    ]);
  });

  it('counts role and cohort of a mapping together, those that are not removed as well', () => {
    const mapping = { id: 1, courseId: 2, roleId: 5, cohortId: 1 };
    const elsewhere = held(10_000, OTHER);
    expect(scopes([removed(30)], [held(150), held(150, COHORT), elsewhere], LIMITS, [mapping])).toEqual([]);
    expect(scopes([removed(30)], [held(150), held(149, COHORT), elsewhere], LIMITS, [mapping])).toEqual(['mapping 1']);
    const both = [removed(15), removed(15, COHORT)];
    expect(scopes(both, [held(150), held(149, COHORT), elsewhere], LIMITS, [mapping])).toEqual(['mapping 1']);
  });

  it('looks at each thing by itself that no mapping gives any more', () => {
    const groups = [removed(21, COURSE, null), removed(15, OTHER, null)];
    const active = [held(100), held(100, OTHER), held(10_000, COHORT)];
    expect(removalStop(groups, active, LIMITS)).toEqual([
      { scope: 'mapping', mappingId: null, keys: [COURSE], removals: 21, active: 100 },
    ]);
  });

  it('adds up groups of the same thing, and does not count enrolments', () => {
    const groups = [removed(11), removed(10), removed(500, enrolmentKey(2))];
    expect(removalStop(groups, [held(100), held(100), held(5000, enrolmentKey(2))], LIMITS)).toMatchObject([
      { scope: 'run', removals: 21, active: 200 },
      { scope: 'mapping', mappingId: 1, removals: 21, active: 200 },
    ]);
  });
});

describe('what would go because a Discord role was deleted', () => {
  const because = (reason: Because, group: RemovalGroup) => ({ ...group, because: reason });

  it('is told by mapping with all that it gave, and nothing that goes for another reason', () => {
    const removals = [
      because('discord_role_deleted', removed(2)),
      because('discord_role_deleted', removed(1, COHORT)),
      because('role_lost', removed(7)),
      because('discord_role_deleted', removed(3, OTHER, 2)),
    ];
    expect(removalsWithoutRole(removals, [held(9), held(4, COHORT)])).toEqual([
      { mappingId: 1, keys: [COURSE, COHORT], removals: 3, active: 13 },
      { mappingId: 2, keys: [OTHER], removals: 3, active: 0 },
    ]);
    expect(removalsWithoutRole([because('left_server', removed(5))], [held(9)])).toEqual([]);
  });
});

describe('who held something before a run', () => {
  it('does not count what the run gave, and counts suspensions that it would end', () => {
    const ended = { ...removed(4, OTHER), because: 'grace_over' } as const;
    const lost = { ...removed(3), because: 'role_lost' } as const;
    expect(activeBefore([held(10), held(2, COHORT)], [held(3), held(5, COHORT)], [ended, lost])).toEqual([
      held(7),
      held(0, COHORT),
      held(4, OTHER),
    ]);
  });
});
