import type { Failure, Mapping } from '@pulsetech/domain';
import type { LmsLists } from '../../mappings/lms-catalogue.js';
import type { Execution } from './plan-execution.js';
import { blockedSentence, failureSentence, toldChanges } from './sync-words.js';
import type { SyncOutcome } from './sync.types.js';

/** Nothing was to be done, or may be done. */
export const NOTHING_DONE: Execution = { reports: [], failures: [], left: false };

/** What is told about a synchronisation that was carried out; one error for each mapping that did not work. */
export function outcomeOf(
  execution: Execution,
  blocked: readonly Mapping[],
  lists: LmsLists,
  skipped: SyncOutcome['skipped'] = null,
): SyncOutcome {
  const changes = toldChanges(execution.reports, lists);
  const own = {
    errors: failingMappings(execution.failures),
    problems: unique(execution.failures.map((failure) => failureSentence(failure, lists))),
  };
  const errors = own.errors + blocked.length;
  const problems = [...own.problems, ...unique(blocked.map((mapping) => blockedSentence(mapping, lists)))];
  const count = (action: string): number => changes.filter((change) => change.action === action).length;
  return {
    result: {
      success: errors === 0,
      enrolled: count('enrolled'),
      unenrolled: count('unenrolled'),
      errors,
      changes,
      session_invalidated: execution.left,
    },
    problems,
    own,
    reports: execution.reports,
    failures: execution.failures,
    skipped,
  };
}

/** What is told when nothing was done for a reason that is the same for all of the user's mappings. */
export function refusedOutcome(problem: string, skipped: SyncOutcome['skipped'] = 'refused'): SyncOutcome {
  const result = { success: false, enrolled: 0, unenrolled: 0, errors: 1, changes: [], session_invalidated: false };
  return { result, problems: [problem], own: { errors: 1, problems: [problem] }, reports: [], failures: [], skipped };
}

/** The same with one more error of this user's own. */
export function withProblem(outcome: SyncOutcome, problem: string): SyncOutcome {
  const { result, problems, own } = outcome;
  return {
    ...outcome,
    result: { ...result, success: false, errors: result.errors + 1 },
    problems: [problem, ...problems],
    own: { errors: own.errors + 1, problems: [problem, ...own.problems] },
  };
}

/** What is told of parts that were carried out one after the other. */
export function together(outcomes: readonly SyncOutcome[]): SyncOutcome {
  const sum = (number: (outcome: SyncOutcome) => number): number => outcomes.reduce((n, one) => n + number(one), 0);
  const problems = unique(outcomes.flatMap((outcome) => outcome.problems));
  return {
    result: {
      success: outcomes.every(({ result }) => result.success),
      enrolled: sum(({ result }) => result.enrolled),
      unenrolled: sum(({ result }) => result.unenrolled),
      errors: sum(({ result }) => result.errors),
      changes: outcomes.flatMap(({ result }) => result.changes),
      session_invalidated: outcomes.some(({ result }) => result.session_invalidated),
    },
    problems,
    own: { errors: sum(({ own }) => own.errors), problems: unique(outcomes.flatMap(({ own }) => own.problems)) },
    reports: outcomes.flatMap(({ reports }) => reports),
    failures: outcomes.flatMap(({ failures }) => failures),
    skipped: outcomes.find(({ skipped }) => skipped !== null)?.skipped ?? null,
  };
}

function unique(sentences: readonly string[]): string[] {
  return [...new Set(sentences)];
}

function failingMappings(failures: readonly Failure[]): number {
  const withMapping = failures.flatMap(({ mappingId }) => (mappingId === null ? [] : [mappingId]));
  return new Set(withMapping).size + (failures.length - withMapping.length);
}
