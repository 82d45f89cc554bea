import type { OnLoss } from './decide.js';
import {
  active,
  gone,
  granting,
  reportOf,
  resuming,
  suspended,
  type Decision,
  type Draft,
  type Report,
  type Settling,
} from './decision.js';
import { courseOf, isOurs, type Course } from './course.js';
import { enrolmentKey, grantId, isSettled, keyOf, type Grant, type LedgerWrite } from './grant.js';
import type { Holdings, Maker } from './holdings.js';
import { leave, unassign } from './leave-course.js';
import type { Step } from './plan.js';

/** Decides all steps of a phase that concern one course. */
export function decideCourse(
  courseId: number,
  steps: readonly Step[],
  ledger: readonly Grant[],
  { holdings, onLoss }: { readonly holdings: Holdings; readonly onLoss: OnLoss },
): Decision {
  const course = courseOf(courseId, steps, ledger, holdings);
  const draft: Draft = { intents: [], operations: [], settled: [], reports: [], left: [] };
  grantRoles(course, draft);
  takeRoles(course, onLoss, draft);
  return draft;
}

function grantRoles(course: Course, draft: Draft): void {
  const grants = course.steps.filter((step) => step.action === 'grant');
  if (grants.length === 0) return;
  const held = grants.filter((step) => course.roles.has(step.key.roleId));
  const missing = grants.filter((step) => !held.includes(step));
  // A role that is held already counts as given only once the course can be entered as the mapping promises.
  if (course.suspendedByUs) resume(course, held, draft);
  const enrolment = course.suspendedByUs ? null : enrolmentSettling(course, draft);
  if (!enrolment && !course.suspendedByUs) for (const step of held) keepRole(course, step, draft);
  const waiting = enrolment ? [enrolment, ...held.map((step) => keepSettling(course, step))] : [];
  const carriers = enrolment && missing.length === 0 ? held.slice(0, 1) : missing;
  carriers.forEach((step, index) => {
    const own = missing.includes(step) ? [giveSettling(step)] : [];
    const settles = [...own, ...(index === 0 ? waiting : waiting.slice(0, 1))];
    const change = { type: 'enrol', courseId: course.courseId, roleId: step.key.roleId } as const;
    draft.operations.push({ change, settles, leaves: null });
  });
  draft.intents.push(...missing.map((step) => granting(step.key)));
}

/** The enrolment that we suspended is taken up again, with the roles that wait for it. */
function resume(course: Course, held: readonly Step[], draft: Draft): void {
  const key = enrolmentKey(course.courseId);
  const enrolment: Settling = { yes: active(key, 'granted'), no: suspended(key), gone: gone(key), report: null };
  const ours = held.filter((step) => !isForeign(course, step));
  for (const step of held) if (isForeign(course, step)) keepRole(course, step, draft);
  const rows = ours.flatMap(({ row }) => row ?? []).map(keyOf);
  draft.intents.push(resuming(key), ...rows.map(resuming));
  const settles = [enrolment, ...ours.map(resumeSettling)];
  draft.operations.push({ change: { type: 'resume', courseId: course.courseId }, settles, leaves: null });
}

function resumeSettling(step: Step): Settling {
  const { key, row } = step;
  const before = row === null ? gone(key) : suspended(key);
  const report = row?.state === 'granting' || row === null ? 'granted' : 'resumed';
  return { yes: active(key, 'granted'), no: before, gone: gone(key), report: reportOf(step, report) };
}

function giveSettling(step: Step): Settling {
  const { key } = step;
  return { yes: active(key, 'granted'), no: gone(key), gone: gone(key), report: reportOf(step, 'granted') };
}

/** The role is held: adopt it from whoever made it, or settle what an interrupted attempt of ours did. */
function keepRole(course: Course, step: Step, draft: Draft): void {
  const { yes, report } = keepSettling(course, step);
  draft.settled.push(yes);
  if (report) draft.reports.push(report);
}

function keepSettling(course: Course, step: Step): Settling {
  const { key, row } = step;
  const before = { key, row: row && { origin: row.origin, state: row.state } };
  const action = row && KEPT_AS[row.state];
  if (isForeign(course, step)) {
    return { yes: active(key, 'adopted'), no: before, gone: before, report: reportOf(step, 'adopted') };
  }
  return { yes: active(key, 'granted'), no: before, gone: before, report: action ? reportOf(step, action) : null };
}

/** What became of a row whose role is held in a course that can be entered; what was suspended somebody else resumed. */
const KEPT_AS: Readonly<Partial<Record<Grant['state'], Report['action']>>> = {
  granting: 'granted',
  resuming: 'resumed',
  suspended: 'adopted',
};

function isForeign({ roles }: Course, { key, row }: Step): boolean {
  const by = roles.get(key.roleId);
  return by === 'other' || (by === 'unknown' && row === null);
}

/** Notes whose the enrolment is; where there is none, the intent to make it, and how that is settled. */
function enrolmentSettling({ courseId, enrolmentRow, enrolledBy }: Course, draft: Draft): Settling | null {
  const key = enrolmentKey(courseId);
  if (enrolledBy === undefined) {
    draft.intents.push(granting(key));
    return { yes: active(key, 'granted'), no: gone(key), gone: gone(key), report: null };
  }
  noteEnrolment(courseId, enrolmentRow, enrolledBy, draft);
  return null;
}

function noteEnrolment(courseId: number, row: Grant | null, by: Maker, draft: Draft): void {
  const origin = isOurs(by, row) ? 'granted' : 'adopted';
  if (row?.state !== 'active' || row.origin !== origin) draft.settled.push(active(enrolmentKey(courseId), origin));
}

function takeRoles(course: Course, onLoss: OnLoss, draft: Draft): void {
  const steps = course.steps.filter((step) => step.action !== 'grant');
  if (steps.length === 0) return;
  const staying = new Set(course.roleRows.map(grantId));
  for (const step of course.steps) if (step.action === 'grant') staying.add(grantId(step.key));
  const taking: Step[] = [];
  let takenBefore = false;
  for (const step of steps) {
    const ending = endingOf(course, step);
    if (ending === 'keep') keepRole(course, step, draft);
    else if (ending === 'rest') restRole(step, draft);
    else if (ending === 'wake') draft.settled.push(active(step.key, 'granted'));
    else staying.delete(grantId(step.key));
    if (ending === 'take') taking.push(step);
    if (ending === 'taken') takenBefore = true;
    if (['take', 'keep', 'rest', 'wake'].includes(ending) || step.key.kind === 'enrolment') continue;
    draft.settled.push(gone(step.key));
    if (ending !== 'withdrawn') draft.reports.push(reportOf(step, ending === 'taken' ? 'revoked' : 'forgotten'));
  }
  if (staying.size > 0) {
    unassign(course, taking, draft);
    settleEnrolment(course, draft);
    return;
  }
  leave(course, { taking, takenBefore, onLoss }, draft);
}

/** An enrolment that was left half made, half suspended or half resumed, and that stays. */
function settleEnrolment(course: Course, draft: Draft): void {
  const { courseId, enrolmentRow, enrolledBy, suspendedByUs, steps } = course;
  if (enrolmentRow === null || isSettled(enrolmentRow) || steps.some(({ action }) => action === 'grant')) return;
  if (enrolledBy === undefined) draft.settled.push(gone(enrolmentKey(courseId)));
  else if (!suspendedByUs) noteEnrolment(courseId, enrolmentRow, enrolledBy, draft);
  else {
    draft.settled.push(suspended(enrolmentKey(courseId)));
    if (enrolmentRow.state === 'suspending') draft.left.push(courseId);
  }
}

/** The course is suspended already, and the role waits there; where an attempt of ours did it, that is told now. */
function restRole(step: Step, draft: Draft): void {
  const { key, row } = step;
  if (row?.state === 'suspended') return;
  const write: LedgerWrite = suspended(key);
  draft.settled.push(write);
  if (row?.state === 'suspending' || row?.state === 'active') draft.reports.push(reportOf(step, 'suspended'));
}

type RoleEnding = 'take' | 'taken' | 'withdrawn' | 'forgotten' | 'keep' | 'rest' | 'wake';

/**
 * What becomes of a role that is no longer entitled to, or that is under review: `take` it from the user; `taken` already
 * by an attempt of ours; `withdrawn`, because it was never given; `forgotten`, because it is not ours; `keep` it; let it
 * `rest` in the course that we suspended; or note that it is awake, as somebody opened the course by hand, so that losing
 * it is a step of its own.
 */
function endingOf(course: Course, { action, key, row, because }: Step): RoleEnding {
  const by = course.roles.get(key.roleId);
  if (by === undefined && row?.state === 'revoking') return 'taken';
  if (by === undefined && row?.state === 'granting') return 'withdrawn';
  const foreign = by === undefined || by === 'other' || row?.origin === 'adopted';
  if (action === 'clear' && !foreign) return course.suspendedByUs || row?.state !== 'suspended' ? 'take' : 'wake';
  const ending = because === 'grace_over' || row?.state === 'revoking';
  if (course.suspendedByUs && !foreign && !ending) return 'rest';
  if (action === 'review') return by === undefined ? 'forgotten' : 'keep';
  return foreign ? 'forgotten' : 'take';
}
