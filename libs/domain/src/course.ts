import { enrolmentKey, grantId, type Grant } from './grant.js';
import type { Holdings, Maker } from './holdings.js';
import type { Step } from './plan.js';

/** Everything that is known about one user in one course while a phase of a plan is decided. */
export interface Course {
  readonly courseId: number;
  readonly steps: readonly Step[];
  readonly roleRows: readonly Grant[];
  readonly enrolmentRow: Grant | null;
  /** Who made the manual enrolment; undefined when there is none. */
  readonly enrolledBy: Maker | undefined;
  /** Whether the LMS has the enrolment suspended, whoever did it. */
  readonly isSuspended: boolean;
  /** Whether it was us, or may have been: a suspension by hand is never taken for ours. */
  readonly suspendedByUs: boolean;
  /** Role id to its maker; ours where the same role was given by hand as well. */
  readonly roles: ReadonlyMap<number, Maker>;
  readonly rolesByHand: ReadonlySet<number>;
}

/** The states of an enrolment row in which a suspension in the LMS is ours. */
export const SUSPENSION: ReadonlySet<Grant['state']> = new Set(['suspending', 'suspended', 'resuming']);

export function courseOf(
  courseId: number,
  steps: readonly Step[],
  ledger: readonly Grant[],
  holdings: Holdings,
): Course {
  const held = holdings.roles.filter((role) => role.courseId === courseId);
  const enrolment = holdings.enrolments.find((one) => one.courseId === courseId);
  const enrolmentRow = ledger.find((row) => grantId(row) === grantId(enrolmentKey(courseId))) ?? null;
  const isSuspended = enrolment?.suspended ?? false;
  const ours = enrolment !== undefined && isOurs(enrolment.by, enrolmentRow);
  return {
    courseId,
    steps,
    roleRows: ledger.filter((row) => row.kind === 'role' && row.targetId === courseId),
    enrolmentRow,
    enrolledBy: enrolment?.by,
    isSuspended,
    suspendedByUs: isSuspended && ours && enrolmentRow !== null && SUSPENSION.has(enrolmentRow.state),
    roles: makersOf(held),
    rolesByHand: new Set(held.filter(({ by }) => by === 'other').map(({ roleId }) => roleId)),
  };
}

function makersOf(held: Holdings['roles']): Map<number, Maker> {
  const makers = new Map<number, Maker>();
  for (const { roleId, by } of held) if (by === 'integration' || !makers.has(roleId)) makers.set(roleId, by);
  return makers;
}

/** Where the LMS cannot tell the maker, the ledger's word counts. */
export function isOurs(by: Maker, row: Grant | null): boolean {
  return by === 'integration' || (by === 'unknown' && row?.origin === 'granted');
}
