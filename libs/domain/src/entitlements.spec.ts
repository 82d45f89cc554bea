import fc from 'fast-check';
import { entitlementsOf } from './entitlements.js';
import type { Mapping } from './mapping.js';
import type { KnownObservation } from './observation.js';

const GUILD = '900000000000000001';
const mapping = (id: number, discordRoleId: string, courseId: number, cohortId: number | null = null): Mapping => ({
  id,
  discordRoleId,
  courseId,
  roleId: 5,
  cohortId,
  broken: [],
});
const member = (roles: string[], flags: { pending?: boolean; guest?: boolean } = {}): KnownObservation => ({
  kind: 'member',
  roles,
  pending: false,
  guest: false,
  at: 1,
  ...flags,
});
const given = (observation: KnownObservation, mappings: Mapping[]): string[] => [
  ...entitlementsOf(observation, mappings, GUILD).keys(),
];

describe('entitlements', () => {
  it('are the course roles and cohorts of the mappings whose Discord role is held', () => {
    const mappings = [mapping(1, 'a', 5, 1), mapping(2, 'b', 6)];
    expect(given(member(['a']), mappings)).toEqual(['role:5:5', 'cohort:1:0']);
  });

  it('of a mapping on @everyone belong to every member', () => {
    expect(given(member([]), [mapping(1, GUILD, 5)])).toEqual(['role:5:5']);
    expect(given({ kind: 'absent', at: 1 }, [mapping(1, GUILD, 5)])).toEqual([]);
  });

  it('are none for members in screening, guests and people who left', () => {
    const mappings = [mapping(1, 'a', 5), mapping(2, GUILD, 6)];
    expect(given(member(['a'], { pending: true }), mappings)).toEqual([]);
    expect(given(member(['a'], { guest: true }), mappings)).toEqual([]);
    expect(given({ kind: 'absent', at: 1 }, mappings)).toEqual([]);
  });

  it('that two mappings give stand once, with both', () => {
    const entitlements = entitlementsOf(member(['a', 'b']), [mapping(2, 'b', 5), mapping(1, 'a', 5)], GUILD);
    expect(entitlements.get('role:5:5')?.mappings.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('cannot be asked of an unknown observation', () => {
    // @ts-expect-error nothing follows from an unknown observation, not even that there are no entitlements
    const misuse = (): unknown => entitlementsOf({ kind: 'unknown', reason: 'guild_unreadable', at: 1 }, [], GUILD);
    expect(misuse).toBeInstanceOf(Function);
  });

  it('only grow with more roles', () => {
    const role = fc.constantFrom('a', 'b', 'c', 'd');
    const mappings = fc
      .array(fc.record({ role, course: fc.integer({ min: 1, max: 4 }) }))
      .map((rows) => rows.map(({ role: name, course }, index) => mapping(index + 1, name, course)));
    fc.assert(
      fc.property(mappings, fc.array(role), fc.array(role), (rows, some, more) => {
        const before = given(member(some), rows);
        const after = new Set(given(member([...some, ...more]), rows));
        return before.every((key) => after.has(key));
      }),
    );
  });
});
