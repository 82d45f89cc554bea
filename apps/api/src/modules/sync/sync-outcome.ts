import type { Failure, Mapping } from '@pulsetech/domain';
import type { LmsLists } from '../mappings/lms-catalogue.js';
import type { Execution } from './plan-execution.js';
import { blockedSentence, failureSentence, toldChanges } from './sync-words.js';
import type { SyncOutcome } from './sync.types.js';

/** Nothing was to be done, or may be done. */
export const NOTHING_DONE: Execution = { reports: [], failures: [], left: false };

/** What is told about a synchronisation that was carried out; one error for each mapping that did not work. */
export function outcomeOf(execution: Execution, blocked: readonly Mapping[], lists: LmsLists): SyncOutcome {
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
  };
}

/** What is told when nothing was done for a reason that is the same for all of the user's mappings. */
export function refusedOutcome(problem: string): SyncOutcome {
  const result = { success: false, enrolled: 0, unenrolled: 0, errors: 1, changes: [], session_invalidated: false };
  return { result, problems: [problem], own: { errors: 1, problems: [problem] } };
}

function unique(sentences: readonly string[]): string[] {
  return [...new Set(sentences)];
}

function failingMappings(failures: readonly Failure[]): number {
  const withMapping = failures.flatMap(({ mappingId }) => (mappingId === null ? [] : [mappingId]));
  return new Set(withMapping).size + (failures.length - withMapping.length);
}
