import type { Person } from './person.js';
import { claimsOf, isFullMember, isRoleless, keysOf, type Rules } from './rules.js';

/** One row of the ledger that is active, as the product has it. */
export interface ActiveGrant {
  readonly userId: number;
  readonly key: string;
  readonly adopted: boolean;
}

/** Whether the next run has to be held; `unclear` where the page leaves room how it counts. */
export type Forecast = 'held' | 'free' | 'unclear';

interface Limits {
  readonly count: number;
  readonly share: number;
}

/** Removal stop: more than a count and more than a share, in the whole run or in any one mapping (docs/synchronisation.md). */
export function forecast(
  people: ReadonlyMap<number, Person>,
  active: readonly ActiveGrant[],
  rules: Rules,
  limits: Limits,
): Forecast {
  const roleless = rules.brokenMappings === 'keep' ? 'keep' : 'lose';
  const claims = new Map([...people].map(([userId, person]) => [userId, claimsOf(person, rules, roleless)]));
  const isLost = ({ userId, key }: ActiveGrant): boolean => {
    const own = claims.get(userId);
    return own !== undefined && people.get(userId)?.linked === true && !own.gives.has(key) && !own.keeps.has(key);
  };
  const lost = active.filter(isLost);
  const byDeletion = rules.brokenMappings === 'hold' ? lost.map((grant) => lostByDeletion(grant, people, rules)) : [];
  if (byDeletion.includes('surely')) return 'held';
  const counted = [true, false].flatMap((withAdopted) => {
    const of = (grants: readonly ActiveGrant[]) => grants.filter(({ adopted }) => withAdopted || !adopted);
    return [true, false].map((shared) => exceeds(of(lost), of(active), rules, limits, shared));
  });
  if (counted.every(Boolean)) return 'held';
  return counted.some(Boolean) || byDeletion.includes('perhaps') ? 'unclear' : 'free';
}

/** Where a mapping with a role and one whose role was deleted give the same, nobody knows which of them it was. */
function lostByDeletion(
  { userId, key }: ActiveGrant,
  people: ReadonlyMap<number, Person>,
  rules: Rules,
): 'surely' | 'perhaps' | 'no' {
  const person = people.get(userId);
  const speakFor = rules.mappings.filter((mapping) => keysOf(mapping).includes(key));
  const roleless = speakFor.filter((mapping) => isRoleless(mapping, rules));
  if (!person || !isFullMember(person) || roleless.length === 0) return 'no';
  return roleless.length === speakFor.length ? 'surely' : 'perhaps';
}

/** `shared`: what two mappings give counts for both, otherwise for the first. */
function exceeds(
  lost: readonly ActiveGrant[],
  active: readonly ActiveGrant[],
  { mappings }: Rules,
  { count, share }: Limits,
  shared: boolean,
): boolean {
  const over = (removals: number, of: number) => removals > count && removals * 100 > share * of;
  if (over(lost.length, active.length)) return true;
  const inOrder = [...mappings].sort((a, b) => a.id - b.id);
  const groupsOf = (key: string): (string | number)[] => {
    const ids = inOrder.filter((mapping) => keysOf(mapping).includes(key)).map(({ id }) => id);
    if (ids.length === 0) return [key];
    return shared ? ids : ids.slice(0, 1);
  };
  const tally = (grants: readonly ActiveGrant[]) => {
    const groups = new Map<string | number, number>();
    for (const { key } of grants) for (const group of groupsOf(key)) groups.set(group, (groups.get(group) ?? 0) + 1);
    return groups;
  };
  const groups = tally(active);
  return [...tally(lost)].some(([group, removals]) => over(removals, groups.get(group) ?? 0));
}
