import { isOurs, type Course } from './course.js';
import type { OnLoss } from './decide.js';
import { active, gone, reportOf, revoking, suspended, suspending, type Draft, type Settling } from './decision.js';
import { enrolmentKey, keyOf, type Grant } from './grant.js';
import type { Step } from './plan.js';

/** How the last grants in a course go. */
export interface Leaving {
  /** Roles of ours that the user still holds. */
  readonly taking: readonly Step[];
  /** Whether an attempt that could not settle took some already. */
  readonly takenBefore: boolean;
  readonly onLoss: OnLoss;
}

/** The last grant in the course goes, and with it the enrolment if we made it and nobody gave a role there by hand. */
export function leave(course: Course, leaving: Leaving, draft: Draft): void {
  const { enrolmentRow, enrolledBy } = course;
  const ours = leaving.taking.map((step) => step.key.roleId);
  const unclear = [...course.roles].some(([roleId, by]) => by === 'unknown' && !ours.includes(roleId));
  const byHand = course.rolesByHand.size > 0 || unclear;
  if (enrolledBy === undefined || !isOurs(enrolledBy, enrolmentRow) || byHand) {
    leaveEnrolment(course, leaving, draft);
  } else if (enrolmentRow?.state === 'suspended' && !course.isSuspended) {
    // Somebody resumed what we had suspended: it is theirs now.
    forget(course, leaving.taking, draft);
  } else if (leaving.onLoss === 'unenrol' || isEnding(course)) {
    unenrol(course, leaving.taking, draft);
  } else if (course.suspendedByUs) {
    rest(course, draft);
  } else if (course.isSuspended) {
    // Somebody ended the access by hand already, and that is theirs to undo.
    forget(course, leaving.taking, draft);
  } else {
    suspend(course, leaving.taking, draft);
  }
}

/** Whether it is a suspension that ends, or such an end that was interrupted. */
function isEnding({ steps, enrolmentRow }: Course): boolean {
  if (steps.some(({ because }) => because === 'grace_over')) return true;
  return enrolmentRow?.state === 'suspended' && steps.some(({ row }) => row?.state === 'revoking');
}

export function unassign(course: Course, taking: readonly Step[], draft: Draft): void {
  for (const step of taking) {
    const change = { type: 'unassign', courseId: course.courseId, roleId: step.key.roleId } as const;
    draft.intents.push(revoking(step.key));
    draft.operations.push({ change, settles: [takeSettling(course, step)], leaves: null });
  }
}

/** Takes our roles and leaves the enrolment, if there is one, to whoever made it or holds a role by it. */
function leaveEnrolment(course: Course, { taking, takenBefore }: Leaving, draft: Draft): void {
  const { courseId, enrolmentRow, enrolledBy } = course;
  const left = enrolledBy === undefined ? courseId : null;
  unassign(course, taking, draft);
  const last = taking.length > 0 ? draft.operations.pop() : undefined;
  if (last) {
    const forgotten = enrolmentRow ? [enrolmentSettling(enrolmentRow)] : [];
    draft.operations.push({ ...last, settles: [...last.settles, ...forgotten], leaves: left });
    return;
  }
  if (enrolmentRow) draft.settled.push(gone(enrolmentKey(courseId)));
  if (left !== null && takenBefore) draft.left.push(left);
}

function unenrol(course: Course, taking: readonly Step[], draft: Draft): void {
  const { courseId, enrolmentRow } = course;
  const enrolment = enrolmentRow ? [enrolmentSettling(enrolmentRow)] : [];
  // Roles that somebody took away already go into the intent too: if it stays open, the course must be given back whole.
  const missing = course.steps.filter(({ key, row }) => row?.state === 'active' && !course.roles.has(key.roleId));
  const roles = [...taking, ...missing].filter(({ key }) => key.kind === 'role');
  draft.intents.push(...roles.map((step) => revoking(step.key)));
  const settles = [...taking.map((step) => takeSettling(course, step)), ...enrolment];
  // Who was suspended has left the course already.
  const leaves = course.suspendedByUs ? null : courseId;
  draft.operations.push({ change: { type: 'unenrol', courseId }, settles, leaves });
}

/** The access ends; enrolment, roles and all that was done in the course stay. */
function suspend(course: Course, taking: readonly Step[], draft: Draft): void {
  const { courseId } = course;
  const key = enrolmentKey(courseId);
  draft.intents.push(...taking.map((step) => suspending(step.key)), suspending(key));
  const roles = taking.map((step): Settling => ({
    yes: suspended(step.key),
    no: active(step.key, 'granted'),
    gone: gone(step.key),
    report: reportOf(step, 'suspended'),
  }));
  const enrolment = { yes: suspended(key), no: active(key, 'granted'), gone: gone(key), report: null };
  draft.operations.push({ change: { type: 'suspend', courseId }, settles: [...roles, enrolment], leaves: courseId });
}

/** Only the enrolment is left of what we gave, and it is suspended. */
function rest({ courseId, enrolmentRow }: Course, draft: Draft): void {
  if (enrolmentRow?.state === 'suspended') return;
  draft.settled.push(suspended(enrolmentKey(courseId)));
  if (enrolmentRow?.state === 'suspending') draft.left.push(courseId);
}

function forget({ courseId, enrolmentRow }: Course, taking: readonly Step[], draft: Draft): void {
  for (const step of taking) {
    draft.settled.push(gone(step.key));
    draft.reports.push(reportOf(step, 'forgotten'));
  }
  if (enrolmentRow) draft.settled.push(gone(enrolmentKey(courseId)));
}

function enrolmentSettling(row: Grant): Settling {
  const key = keyOf(row);
  return { yes: gone(key), no: { key, row: { origin: row.origin, state: row.state } }, gone: gone(key), report: null };
}

/** What cannot be taken stays as it was: active, or suspended with its course. */
function takeSettling(course: Course, step: Step): Settling {
  const { key } = step;
  const no = course.suspendedByUs ? suspended(key) : active(key, 'granted');
  return { yes: gone(key), no, gone: gone(key), report: reportOf(step, 'revoked') };
}
