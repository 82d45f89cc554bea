import type { Because } from './because.js';
import { keysOf } from './entitlements.js';
import { grantId, type GrantKey } from './grant.js';
import type { Mapping } from './mapping.js';

/** Removals of one thing that a run collected, under the mapping that they follow from. */
export interface RemovalGroup extends GrantKey {
  /** Null when no mapping gives it any more. */
  readonly mappingId: number | null;
  readonly count: number;
}

/** The same, for one reason. */
export interface ReasonedRemovals extends RemovalGroup {
  readonly because: Because;
}

/** How many people held one thing, actively and by this system, before the run. */
export interface ActiveGrants extends GrantKey {
  readonly count: number;
}

/** Both must be exceeded; reaching one exactly is allowed. */
export interface RemovalLimits {
  readonly count: number;
  /** Percent of the active grants. */
  readonly share: number;
}

/** A limit that was exceeded: in the whole run, by one mapping, or (`mappingId` null) by what no mapping gives any more. */
export interface ExceededLimit {
  readonly scope: 'run' | 'mapping';
  readonly mappingId: number | null;
  /** What it is about; for a mapping all that it gives, for the run nothing in particular. */
  readonly keys: readonly GrantKey[];
  readonly removals: number;
  readonly active: number;
}

interface Scope {
  readonly mappingId: number | null;
  readonly keys: Map<string, GrantKey>;
  removals: number;
}

/**
 * Where the removals that a run collected are more than anybody should lose without a look: more than the count and more
 * than the share of the active grants, in the whole run or by any one mapping. Counted are course roles and cohort
 * memberships; enrolments come and go with the roles. Empty when nothing stops the run.
 *
 * Every mapping's active grants are those of all that it gives; a mapping that is not among `mappings` was deleted, and
 * counts by what is removed under it.
 */
export function removalStop(
  removals: readonly RemovalGroup[],
  active: readonly ActiveGrants[],
  limits: RemovalLimits,
  mappings: readonly Pick<Mapping, 'id' | 'courseId' | 'roleId' | 'cohortId'>[] = [],
): ExceededLimit[] {
  const counted = removals.filter(({ kind, count }) => kind !== 'enrolment' && count > 0);
  const actives = new Map<string, number>();
  for (const group of active) {
    if (group.kind !== 'enrolment') actives.set(grantId(group), (actives.get(grantId(group)) ?? 0) + group.count);
  }
  const run: ExceededLimit = {
    scope: 'run',
    mappingId: null,
    keys: [],
    removals: sum(counted.map(({ count }) => count)),
    active: sum([...actives.values()]),
  };
  const scopes = [...scopesOf(counted, mappings).values()].map(
    ({ mappingId, keys, removals: taken }): ExceededLimit => ({
      scope: 'mapping',
      mappingId,
      keys: [...keys.values()],
      removals: taken,
      active: sum(Array.from(keys.keys(), (id) => actives.get(id) ?? 0)),
    }),
  );
  return [run, ...scopes].filter((scope) => exceeds(scope, limits));
}

/**
 * What would go because a Discord role was deleted, by mapping, however little it is. Empty when nothing would.
 */
export function removalsWithoutRole(
  removals: readonly ReasonedRemovals[],
  active: readonly ActiveGrants[],
): Omit<ExceededLimit, 'scope'>[] {
  const actives = new Map(active.map((group) => [grantId(group), group.count]));
  const scopes = new Map<number | null, Scope>();
  for (const { mappingId, because, kind, targetId, roleId, count } of removals) {
    if (because !== 'discord_role_deleted') continue;
    const key = { kind, targetId, roleId };
    const scope = scopes.get(mappingId) ?? { mappingId, keys: new Map<string, GrantKey>(), removals: 0 };
    scope.keys.set(grantId(key), key);
    scope.removals += count;
    scopes.set(mappingId, scope);
  }
  return Array.from(scopes.values(), ({ mappingId, keys, removals: taken }) => ({
    mappingId,
    keys: [...keys.values()],
    removals: taken,
    active: sum(Array.from(keys.keys(), (id) => actives.get(id) ?? 0)),
  }));
}

/**
 * How many held each thing before a run: what it `gave` itself does not count, and a suspension that is to end counts as
 * what it ends, since it is none of what is `held`.
 */
export function activeBefore(
  held: readonly ActiveGrants[],
  given: readonly ActiveGrants[],
  removals: readonly ReasonedRemovals[],
): ActiveGrants[] {
  const counts = new Map<string, ActiveGrants>();
  const add = ({ kind, targetId, roleId, count }: ActiveGrants, sign: 1 | -1): void => {
    const key = { kind, targetId, roleId };
    const before = counts.get(grantId(key))?.count ?? 0;
    counts.set(grantId(key), { ...key, count: before + sign * count });
  };
  for (const group of held) add(group, 1);
  for (const group of given) add(group, -1);
  for (const group of removals) if (group.because === 'grace_over') add(group, 1);
  return Array.from(counts.values(), (group) => ({ ...group, count: Math.max(0, group.count) }));
}

function exceeds({ removals, active }: ExceededLimit, { count, share }: RemovalLimits): boolean {
  return removals > count && removals * 100 > share * active;
}

function scopesOf(
  removals: readonly RemovalGroup[],
  mappings: readonly Pick<Mapping, 'id' | 'courseId' | 'roleId' | 'cohortId'>[],
): Map<string, Scope> {
  const known = new Map(mappings.map((mapping) => [mapping.id, mapping]));
  const scopes = new Map<string, Scope>();
  for (const { mappingId, kind, targetId, roleId, count } of removals) {
    const key = { kind, targetId, roleId };
    const id = mappingId === null ? grantId(key) : String(mappingId);
    const mapping = mappingId === null ? undefined : known.get(mappingId);
    const given = mapping ? keysOf(mapping) : [];
    const scope = scopes.get(id) ?? { mappingId, keys: new Map(given.map((one) => [grantId(one), one])), removals: 0 };
    scope.keys.set(grantId(key), key);
    scope.removals += count;
    scopes.set(id, scope);
  }
  return scopes;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
