import type { Decision, Operation, Report } from './decision.js';
import { grantId, type GrantKey, type LedgerWrite } from './grant.js';
import type { Change } from './holdings.js';

/** How one change of the LMS ended. With `unknown` the LMS may or may not have done it. */
export type Outcome =
  { readonly applied: 'yes' } | { readonly applied: 'no' | 'unknown'; readonly code: string; readonly message: string };

/** One change that did not work, or of which it is not known. */
export interface Failure {
  readonly change: Change;
  /** The mapping that the change follows from, as far as there is one. */
  readonly mappingId: number | null;
  /** What it was about: course roles and cohorts. */
  readonly keys: readonly GrantKey[];
  readonly applied: 'no' | 'unknown';
  readonly code: string;
  readonly message: string;
}

export interface Settlement {
  readonly writes: readonly LedgerWrite[];
  readonly reports: readonly Report[];
  readonly failures: readonly Failure[];
  /** Courses that the user is no longer in. */
  readonly left: readonly number[];
}

/** The LMS's words for "there is nothing any more that could be taken away". */
const GONE_CODES = new Set(['course_missing', 'role_missing', 'cohort_missing']);

/**
 * Turns the outcomes, in the order of the decision's operations, into what the ledger shall say. What was done is settled,
 * what was refused is withdrawn, and what is not known keeps its intent, so that the next synchronisation takes it up.
 */
export function settle(decision: Decision, outcomes: readonly Outcome[]): Settlement {
  const writes = new Map<string, { rank: number; write: LedgerWrite | null }>();
  const reports = [...decision.reports];
  const failures: Failure[] = [];
  const left = new Set(decision.left);
  decision.operations.forEach((operation, index) => {
    const outcome = outcomes[index] ?? NO_OUTCOME;
    const ending = endingOf(operation.change, outcome);
    if (outcome.applied !== 'yes' && ending !== 'gone') failures.push(failureOf(operation, outcome));
    if (operation.leaves !== null && (ending === 'yes' || ending === 'gone')) left.add(operation.leaves);
    for (const settling of operation.settles) {
      note(writes, settling.yes.key, RANK[ending], ending === 'unknown' ? null : settling[ending]);
      if (!settling.report) continue;
      if (ending === 'yes') reports.push(settling.report);
      if (ending === 'gone') reports.push({ ...settling.report, action: 'forgotten' });
    }
  });
  const settled = [...writes.values()].flatMap(({ write }) => (write ? [write] : []));
  return { writes: [...decision.settled, ...settled], reports: inMappingOrder(reports), failures, left: [...left] };
}

function failureOf({ change, settles }: Operation, outcome: Exclude<Outcome, { applied: 'yes' }>): Failure {
  const mappingId = settles.find(({ report }) => report)?.report?.mappingId ?? null;
  const keys = settles.map(({ yes }) => yes.key).filter(({ kind }) => kind !== 'enrolment');
  return { change, mappingId, keys, ...outcome };
}

const NO_OUTCOME: Outcome = { applied: 'unknown', code: 'lms_unavailable', message: 'The LMS gave no answer.' };

type Ending = 'yes' | 'no' | 'unknown' | 'gone';

/** Changes of which a course that is gone leaves nothing over that could be called done. */
const GIVING = new Set<Change['type']>(['enrol', 'resume', 'cohort_add']);

/** An enrolment that two changes settle ends with the better of the two. */
const RANK: Readonly<Record<Ending, number>> = { yes: 3, unknown: 2, gone: 1, no: 0 };

function endingOf(change: Change, outcome: Outcome): Ending {
  if (outcome.applied !== 'no' || GIVING.has(change.type)) return outcome.applied;
  return GONE_CODES.has(outcome.code) ? 'gone' : 'no';
}

function note(
  writes: Map<string, { rank: number; write: LedgerWrite | null }>,
  key: GrantKey,
  rank: number,
  write: LedgerWrite | null,
): void {
  const before = writes.get(grantId(key));
  if (!before || rank > before.rank) writes.set(grantId(key), { rank, write });
}

function inMappingOrder(reports: readonly Report[]): Report[] {
  return [...reports].sort((a, b) => (a.mappingId ?? Infinity) - (b.mappingId ?? Infinity) || 0);
}
