import { grantId, type Failure } from '@pulsetech/domain';
import type { LmsLists } from '../../../mappings/lms-catalogue.js';
import { failureSentence } from '../../user/sync-words.js';
import type { RunItem } from '../run-items.repository.js';
import type { RunProblem } from '../run-problems.repository.js';

/** What became of the items of one person, or of a page of people. */
export interface Settled {
  readonly items: readonly RunItem[];
  readonly problems: readonly RunProblem[];
  readonly enrolled: number;
  readonly unenrolled: number;
}

/** Why things could not be changed, in sentences, by `grantId`. */
export function failureDetails(failures: readonly Failure[], lists: LmsLists): ReadonlyMap<string, string> {
  return new Map(
    failures.flatMap((failure) => failure.keys.map((key) => [grantId(key), failureSentence(failure, lists)] as const)),
  );
}

/** The person could not be synchronised at all. */
export function failed(userId: number, items: readonly RunItem[], detail: string): Settled {
  const failures = items.map((item) => ({ ...item, state: 'failed' as const, detail }));
  return { items: failures, problems: [{ userId, message: detail }], enrolled: 0, unenrolled: 0 };
}

/** Nothing was done, for one reason. */
export function sparedAll(items: readonly RunItem[], detail: string): Settled {
  return {
    items: items.map((item) => ({ ...item, state: 'spared', detail })),
    problems: [],
    enrolled: 0,
    unenrolled: 0,
  };
}

export function together(settled: readonly Settled[]): Settled {
  const sum = (count: (one: Settled) => number): number => settled.reduce((total, one) => total + count(one), 0);
  return {
    items: settled.flatMap(({ items }) => items),
    problems: settled.flatMap(({ problems }) => problems),
    enrolled: sum(({ enrolled }) => enrolled),
    unenrolled: sum(({ unenrolled }) => unenrolled),
  };
}

export function counted(items: readonly RunItem[], state: RunItem['state']): number {
  return items.filter((item) => item.state === state).length;
}
