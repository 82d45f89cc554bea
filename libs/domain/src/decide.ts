import { decideCohort } from './decide-cohort.js';
import { decideCourse } from './decide-course.js';
import type { Decision } from './decision.js';
import type { Grant } from './grant.js';
import type { Holdings } from './holdings.js';
import type { Step } from './plan.js';

/** The courses and cohorts that must be looked at in the LMS before these steps can be decided. */
export function concernedBy(steps: readonly Step[]): { courseIds: number[]; cohortIds: number[] } {
  const courseIds = new Set<number>();
  const cohortIds = new Set<number>();
  for (const { key } of steps) (key.kind === 'cohort' ? cohortIds : courseIds).add(key.targetId);
  return { courseIds: [...courseIds], cohortIds: [...cohortIds] };
}

/** How a course is left whose last grant goes: by ending the enrolment, or by suspending it. */
export type OnLoss = 'unenrol' | 'suspend';

/**
 * Turns one phase of a plan into changes of the LMS, given what the user holds there now. What somebody else made is
 * adopted when it is gained and left alone when it is lost; an interrupted attempt is taken up where it stopped. Safe to
 * call again with the same phase after a crash at any point: the intents say what may have been done already.
 */
export function decide(
  steps: readonly Step[],
  ledger: readonly Grant[],
  holdings: Holdings,
  { onLoss }: { readonly onLoss: OnLoss },
): Decision {
  const { courseIds, cohortIds } = concernedBy(steps);
  const parts = [
    ...courseIds.map((courseId) =>
      decideCourse(courseId, ofTarget(steps, courseId, false), ledger, { holdings, onLoss }),
    ),
    ...cohortIds.flatMap((cohortId) => ofTarget(steps, cohortId, true).map((step) => decideCohort(step, holdings))),
  ];
  return {
    intents: parts.flatMap((part) => part.intents),
    operations: grantsFirst(parts.flatMap((part) => part.operations)),
    settled: parts.flatMap((part) => part.settled),
    reports: parts.flatMap((part) => part.reports),
    left: parts.flatMap((part) => part.left),
  };
}

function ofTarget(steps: readonly Step[], targetId: number, cohort: boolean): Step[] {
  return steps.filter(({ key }) => key.targetId === targetId && (key.kind === 'cohort') === cohort);
}

function grantsFirst(operations: Decision['operations']): Decision['operations'] {
  const grants = operations.filter(({ change }) => ['enrol', 'resume', 'cohort_add'].includes(change.type));
  return [...grants, ...operations.filter((operation) => !grants.includes(operation))];
}
