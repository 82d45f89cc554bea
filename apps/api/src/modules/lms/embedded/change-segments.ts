import type { LmsChange } from '../lms.port.js';

/** A change with its place in the batch. */
export interface PlacedChange<C extends LmsChange = LmsChange> {
  readonly change: C;
  readonly index: number;
}

/**
 * Cuts a batch into stretches in which all removals can be done first and all additions after them without changing the
 * outcome: a removal that undoes an earlier addition of the same stretch begins a new one. Batches rarely have any.
 */
export function segmentsOf(changes: readonly LmsChange[]): PlacedChange[][] {
  const segments: PlacedChange[][] = [];
  let current: PlacedChange[] = [];
  let added = new Set<string>();
  changes.forEach((change, index) => {
    if (undoes(change, added)) {
      segments.push(current);
      current = [];
      added = new Set();
    }
    current.push({ change, index });
    for (const key of additionKeys(change)) added.add(key);
  });
  if (current.length > 0) segments.push(current);
  return segments;
}

function additionKeys(change: LmsChange): string[] {
  if (change.type === 'enrol') {
    const course = `course:${change.userId}:${change.courseId}`;
    return [course, `${course}:${change.roleId}`];
  }
  if (change.type === 'resume') return [`course:${change.userId}:${change.courseId}`];
  return change.type === 'cohort_add' ? [`cohort:${change.userId}:${change.cohortId}`] : [];
}

function undoes(change: LmsChange, added: ReadonlySet<string>): boolean {
  switch (change.type) {
    case 'unenrol':
    case 'suspend':
      return added.has(`course:${change.userId}:${change.courseId}`);
    case 'unassign':
      return added.has(`course:${change.userId}:${change.courseId}:${change.roleId}`);
    case 'cohort_remove':
      return added.has(`cohort:${change.userId}:${change.cohortId}`);
    case 'enrol':
    case 'resume':
    case 'cohort_add':
      return false;
  }
}
