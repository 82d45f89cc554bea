import {
  active,
  gone,
  granting,
  revoking,
  type Decision,
  type Operation,
  type Report,
  type Settling,
} from './decision.js';
import { enrolmentKey, grantId, type Grant, type LedgerWrite } from './grant.js';
import type { Holdings, Maker } from './holdings.js';
import type { Step } from './plan.js';

/** Everything that is known about one user in one course while a phase of a plan is decided. */
interface Course {
  readonly courseId: number;
  readonly steps: readonly Step[];
  readonly roleRows: readonly Grant[];
  readonly enrolmentRow: Grant | null;
  /** Who made the manual enrolment; undefined when there is none. */
  readonly enrolledBy: Maker | undefined;
  /** Role id to its maker; ours where the same role was given by hand as well. */
  readonly roles: ReadonlyMap<number, Maker>;
  readonly rolesByHand: ReadonlySet<number>;
}

interface Draft {
  readonly intents: LedgerWrite[];
  readonly operations: Operation[];
  readonly settled: LedgerWrite[];
  readonly reports: Report[];
  readonly left: number[];
}

/** Decides all steps of a phase that concern one course. */
export function decideCourse(
  courseId: number,
  steps: readonly Step[],
  ledger: readonly Grant[],
  holdings: Holdings,
): Decision {
  const held = holdings.roles.filter((role) => role.courseId === courseId);
  const course: Course = {
    courseId,
    steps,
    roleRows: ledger.filter((row) => row.kind === 'role' && row.targetId === courseId),
    enrolmentRow: ledger.find((row) => row.kind === 'enrolment' && row.targetId === courseId) ?? null,
    enrolledBy: holdings.enrolments.find((enrolment) => enrolment.courseId === courseId)?.by,
    roles: makersOf(held),
    rolesByHand: new Set(held.filter(({ by }) => by === 'other').map(({ roleId }) => roleId)),
  };
  const draft: Draft = { intents: [], operations: [], settled: [], reports: [], left: [] };
  grantRoles(course, draft);
  takeRoles(course, draft);
  return draft;
}

function makersOf(held: Holdings['roles']): Map<number, Maker> {
  const makers = new Map<number, Maker>();
  for (const { roleId, by } of held) if (by === 'integration' || !makers.has(roleId)) makers.set(roleId, by);
  return makers;
}

const reportOf = (step: Step, action: Report['action']): Report => ({
  action,
  key: step.key,
  mappingId: step.mappingId,
});

function grantRoles(course: Course, draft: Draft): void {
  const grants = course.steps.filter((step) => step.action === 'grant');
  if (grants.length === 0) return;
  const enrolment = enrolmentSettling(course, draft);
  const held = grants.filter((step) => course.roles.has(step.key.roleId));
  const missing = grants.filter((step) => !held.includes(step));
  if (!enrolment) for (const step of held) keepRole(course, step, draft);
  // A role that is held already counts as given only once the manual enrolment that the mapping promises is there too.
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
  const by = course.roles.get(key.roleId);
  const before = { key, row: row && { origin: row.origin, state: row.state } };
  if (by === 'other' || (by === 'unknown' && row === null)) {
    return { yes: active(key, 'adopted'), no: before, gone: before, report: reportOf(step, 'adopted') };
  }
  const report = row?.state === 'granting' ? reportOf(step, 'granted') : null;
  return { yes: active(key, 'granted'), no: before, gone: before, report };
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

/** Where the LMS cannot tell the maker, the ledger's word counts. */
function isOurs(by: Maker, row: Grant | null): boolean {
  return by === 'integration' || (by === 'unknown' && row?.origin === 'granted');
}

function takeRoles(course: Course, draft: Draft): void {
  const steps = course.steps.filter((step) => step.action !== 'grant');
  if (steps.length === 0) return;
  const staying = new Set(course.roleRows.map(grantId));
  for (const step of course.steps) if (step.action === 'grant') staying.add(grantId(step.key));
  const taking: Step[] = [];
  let takenBefore = false;
  for (const step of steps) {
    const ending = endingOf(course, step);
    if (ending === 'keep') keepRole(course, step, draft);
    else staying.delete(grantId(step.key));
    if (ending === 'take') taking.push(step);
    if (ending === 'taken') takenBefore = true;
    if (ending === 'take' || ending === 'keep' || step.key.kind === 'enrolment') continue;
    draft.settled.push(gone(step.key));
    if (ending !== 'withdrawn') draft.reports.push(reportOf(step, ending === 'taken' ? 'revoked' : 'forgotten'));
  }
  if (staying.size === 0) {
    leave(course, taking, takenBefore, draft);
    return;
  }
  unassign(course, taking, draft);
  if (course.enrolmentRow?.state === 'granting' && !course.steps.some((step) => step.action === 'grant')) {
    if (course.enrolledBy === undefined) draft.settled.push(gone(enrolmentKey(course.courseId)));
    else noteEnrolment(course.courseId, course.enrolmentRow, course.enrolledBy, draft);
  }
}

/**
 * What becomes of a role that is no longer entitled to, or that is under review: `take` it from the user; `taken` already
 * by an attempt of ours; `withdrawn`, because it was never given; `forgotten`, because it is not ours; or `keep` it.
 */
function endingOf(course: Course, { action, key, row }: Step): 'take' | 'taken' | 'withdrawn' | 'forgotten' | 'keep' {
  const by = course.roles.get(key.roleId);
  if (by === undefined && row?.state === 'revoking') return 'taken';
  if (by === undefined && row?.state === 'granting') return 'withdrawn';
  if (action === 'review') return 'keep';
  if (by === undefined || by === 'other' || row?.origin === 'adopted') return 'forgotten';
  return 'take';
}

function unassign(course: Course, taking: readonly Step[], draft: Draft): void {
  for (const step of taking) {
    const change = { type: 'unassign', courseId: course.courseId, roleId: step.key.roleId } as const;
    draft.intents.push(revoking(step.key));
    draft.operations.push({ change, settles: [takeSettling(step)], leaves: null });
  }
}

/** Takes our roles and leaves the enrolment, if there is one, to whoever made it or holds a role by it. */
function leaveEnrolment(course: Course, taking: readonly Step[], takenBefore: boolean, draft: Draft): void {
  const { courseId, enrolmentRow, enrolledBy } = course;
  const left = enrolledBy === undefined ? courseId : null;
  unassign(course, taking, draft);
  const last = taking.length > 0 ? draft.operations.pop() : undefined;
  if (last) {
    const forget = enrolmentRow ? [forgetSettling(enrolmentRow)] : [];
    draft.operations.push({ ...last, settles: [...last.settles, ...forget], leaves: left });
    return;
  }
  if (enrolmentRow) draft.settled.push(gone(enrolmentKey(courseId)));
  if (left !== null && takenBefore) draft.left.push(left);
}

function forgetSettling({ kind, targetId, roleId, origin, state }: Grant): Settling {
  const key = { kind, targetId, roleId };
  return { yes: gone(key), no: { key, row: { origin, state } }, gone: gone(key), report: null };
}

function takeSettling(step: Step): Settling {
  const { key } = step;
  return { yes: gone(key), no: active(key, 'granted'), gone: gone(key), report: reportOf(step, 'revoked') };
}

/** The last grant in the course goes, and with it the enrolment if we made it and nobody gave a role there by hand. */
function leave(course: Course, taking: readonly Step[], takenBefore: boolean, draft: Draft): void {
  const { courseId, enrolmentRow, enrolledBy } = course;
  const ours = taking.map((step) => step.key.roleId);
  const unclear = [...course.roles].some(([roleId, by]) => by === 'unknown' && !ours.includes(roleId));
  const byHand = course.rolesByHand.size > 0 || unclear;
  if (enrolledBy === undefined || !isOurs(enrolledBy, enrolmentRow) || byHand) {
    leaveEnrolment(course, taking, takenBefore, draft);
    return;
  }
  const enrolment = enrolmentRow ? [forgetSettling(enrolmentRow)] : [];
  // Roles that somebody took away already go into the intent too: if it stays open, the course must be given back whole.
  const missing = course.steps.filter(({ key, row }) => row?.state === 'active' && !course.roles.has(key.roleId));
  const roles = [...taking, ...missing].filter(({ key }) => key.kind === 'role');
  draft.intents.push(...roles.map((step) => revoking(step.key)));
  const settles = [...taking.map(takeSettling), ...enrolment];
  draft.operations.push({ change: { type: 'unenrol', courseId }, settles, leaves: courseId });
}
