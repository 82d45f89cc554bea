import type { Because } from './because.js';
import { countingRoles, entitlementsOf, inOrder, keysOf, type Entitlement } from './entitlements.js';
import { SUSPENSION } from './course.js';
import { enrolmentKey, grantId, isSettled, keyOf, type Grant, type GrantKey } from './grant.js';
import type { Mapping } from './mapping.js';
import type { KnownObservation } from './observation.js';

/**
 * One thing to do for a user. `grant` and `revoke` speak for themselves; `clear` goes with a grant that opens a suspended
 * course again, and takes a role that rests there and was lost before, so that it never is in force; `review` settles what
 * an interrupted synchronisation left open where only a broken mapping speaks for it, so that nothing new is given and
 * nothing taken.
 */
export interface Step {
  readonly action: 'grant' | 'clear' | 'review' | 'revoke';
  readonly key: GrantKey;
  /** The mapping that it follows from; null when no mapping gives it any more. */
  readonly mappingId: number | null;
  /** The Discord role of that mapping. */
  readonly discordRoleId: string | null;
  readonly because: Because;
  /** What the ledger says about it now. */
  readonly row: Grant | null;
}

export interface Plan {
  /** Everything to be granted stands before anything that is revoked; otherwise in the order of the mappings. */
  readonly steps: readonly Step[];
  /** Broken mappings whose Discord role the user holds: each is an error of this synchronisation. */
  readonly blocked: readonly Mapping[];
}

/** What decides besides mappings, observation and ledger. */
export interface PlanRules {
  readonly guildId: string;
  /** Whether people `keep` or `lose` what a mapping gave them whose Discord role was deleted in Discord. */
  readonly roleless: 'keep' | 'lose';
  /** Suspensions that began before it (Unix seconds) end with the enrolment; absent: none does. */
  readonly expireBefore?: number | undefined;
}

const ACTION_ORDER = { grant: 0, clear: 1, review: 2, revoke: 3 } as const;
/** States of a role that was lost with its course and whose course was suspended, or was about to be. */
const RESTING: ReadonlySet<Grant['state']> = new Set(['suspended', 'suspending', 'revoking']);
const KIND_ORDER = { role: 0, enrolment: 1, cohort: 2 } as const;

/**
 * What has to be done so that one user's grants follow from the observation. Pure: the same input gives the same plan,
 * and a plan that was carried out gives an empty one.
 */
export function planFor(
  known: readonly Mapping[],
  observation: KnownObservation,
  ledger: readonly Grant[],
  { guildId, roleless, expireBefore }: PlanRules,
): Plan {
  const mappings = withRolesThatAreHeld(known, observation);
  const entitlements = new Map([
    ...(roleless === 'keep' ? keptWithoutRole(mappings, observation, guildId) : []),
    ...entitlementsOf(observation, mappings, guildId),
  ]);
  const rows = new Map(ledger.map((grant) => [grantId(grant), grant]));
  const steps: Step[] = [];
  const situation = { ledger, rows, entitlements, expireBefore };
  for (const entitlement of entitlements.values()) {
    const step = stepForEntitled(entitlement, situation);
    if (step) steps.push(step);
  }
  steps.push(...stepsForLosses(mappings, situation, (giving) => lossOf(giving, observation)));
  steps.push(...stepsForOpenEnrolments(ledger, steps, 'role_held'));
  return { steps: steps.sort(byOrder), blocked: blockedMappings(mappings, observation, guildId) };
}

/**
 * What has to be done so that somebody without a link keeps nothing that was given, but for suspensions: they end where
 * they began before `expireBefore` (Unix seconds), and none does where it is absent.
 */
export function planLeaving(
  mappings: readonly Mapping[],
  ledger: readonly Grant[],
  expireBefore?: number,
): readonly Step[] {
  const rows = new Map(ledger.map((grant) => [grantId(grant), grant]));
  const steps = stepsForLosses(mappings, { ledger, rows, entitlements: new Map(), expireBefore }, () => 'unlinked');
  return [...steps, ...stepsForOpenEnrolments(ledger, steps, 'unlinked')].sort(byOrder);
}

/** Somebody who holds a Discord role proves that it exists, whatever an older list of roles says. */
function withRolesThatAreHeld(mappings: readonly Mapping[], observation: KnownObservation): readonly Mapping[] {
  if (observation.kind === 'absent') return mappings;
  const isProven = (mapping: Mapping): boolean =>
    isRoleless(mapping) && observation.roles.includes(mapping.discordRoleId);
  if (!mappings.some(isProven)) return mappings;
  const others = (mapping: Mapping) => mapping.broken.filter((reason) => reason !== 'discord_role_missing');
  return mappings.map((mapping) => (isProven(mapping) ? { ...mapping, broken: others(mapping) } : mapping));
}

/**
 * A mapping whose Discord role was deleted says nothing about who would hold the role today. What it gave to people who
 * are still members stays until the mapping is mended or deleted; it gives nothing new.
 */
function keptWithoutRole(
  mappings: readonly Mapping[],
  observation: KnownObservation,
  guildId: string,
): Map<string, Entitlement> {
  const roleless = mappings.filter(isRoleless);
  if (roleless.length === 0 || countingRoles(observation, guildId).size === 0) return new Map();
  const kept = inOrder(roleless).flatMap((mapping) => keysOf(mapping).map((key) => ({ key, mappings: [mapping] })));
  return new Map(kept.map((entitlement) => [grantId(entitlement.key), entitlement]));
}

type Rows = ReadonlyMap<string, Grant>;

function stepForEntitled({ key, mappings }: Entitlement, situation: Situation): Step | null {
  const { rows } = situation;
  const row = rows.get(grantId(key)) ?? null;
  if (row !== null && isCleared(row, situation)) return null;
  const enrolment = key.kind === 'role' ? rows.get(grantId(enrolmentKey(key.targetId))) : undefined;
  // A role that is held counts as given only while the course can be entered.
  const closed = enrolment !== undefined && SUSPENSION.has(enrolment.state);
  if (row?.state === 'active' && !closed) return null;
  const healthy = mappings.find(isHealthy);
  const open = (row !== null && !isSettled(row)) || (row?.state === 'active' && closed && !isSettled(enrolment));
  if (!healthy && !open) return null;
  const mapping = healthy ?? mappings[0];
  return {
    action: healthy ? 'grant' : 'review',
    key,
    mappingId: mapping?.id ?? null,
    discordRoleId: mapping?.discordRoleId ?? null,
    because: 'role_held',
    row,
  };
}

interface Situation {
  readonly ledger: readonly Grant[];
  readonly rows: Rows;
  readonly entitlements: ReadonlyMap<string, Entitlement>;
  readonly expireBefore: number | undefined;
}

/** A role that rests in a course which is about to be opened by others, and that no mapping gives which is whole. */
function isCleared(row: Grant, { rows, entitlements }: Situation): boolean {
  if (row.kind !== 'role' || !RESTING.has(row.state) || !isClosed(row.targetId, rows)) return false;
  const given = [...entitlements.values()].filter(({ mappings }) => mappings.some(isHealthy));
  return (
    given.some(({ key }) => key.kind === 'role' && key.targetId === row.targetId) &&
    !given.some(({ key }) => grantId(key) === grantId(row))
  );
}

/** What is suspended was lost already: it goes when its grace is over, or when the course is open all the same. */
function isLost(row: Grant, situation: Situation): boolean {
  if (isStillWanted(row, situation)) return false;
  if (row.state !== 'suspended') return true;
  return isExpired(row, situation.expireBefore) || !isClosed(row.targetId, situation.rows);
}

function stepsForLosses(
  mappings: readonly Mapping[],
  situation: Situation,
  because: (giving: readonly Mapping[]) => Because,
): Step[] {
  return situation.ledger.flatMap((row): Step[] => {
    const giving = inOrder(mappings.filter((mapping) => givesOf(mapping, row)));
    if (isCleared(row, situation)) return [{ ...stepForLost(row, giving, 'course_reopened'), action: 'clear' }];
    if (!isLost(row, situation)) return [];
    const expired = row.state === 'suspended' && isClosed(row.targetId, situation.rows);
    return [stepForLost(row, giving, expired ? 'grace_over' : because(giving))];
  });
}

function isExpired({ since }: Grant, expireBefore: number | undefined): boolean {
  return expireBefore !== undefined && since < expireBefore;
}

/** Whether we suspended the course, or may have: it cannot be entered then. */
function isClosed(courseId: number, rows: Rows): boolean {
  const enrolment = rows.get(grantId(enrolmentKey(courseId)));
  return enrolment !== undefined && SUSPENSION.has(enrolment.state);
}

/** An enrolment goes with the last role in its course; it is a step of its own only where no role leads to it any more. */
function isStillWanted(row: Grant, { ledger, entitlements }: Situation): boolean {
  if (row.kind !== 'enrolment') return entitlements.has(grantId(row));
  const given = ({ key, mappings }: Entitlement): boolean =>
    key.kind === 'role' && key.targetId === row.targetId && mappings.some(isHealthy);
  return (
    ledger.some(({ kind, targetId }) => kind === 'role' && targetId === row.targetId) ||
    [...entitlements.values()].some(given)
  );
}

/** An enrolment is given by every mapping to its course. */
function givesOf(mapping: Mapping, row: Grant): boolean {
  if (row.kind === 'enrolment') return mapping.courseId === row.targetId;
  return keysOf(mapping).some((key) => grantId(key) === grantId(row));
}

/** Where the Discord role of one of the mappings was deleted, that may be why the user does not hold it. */
function stepForLost(row: Grant, giving: readonly Mapping[], because: Because): Step {
  const mapping = giving.find(isRoleless) ?? giving[0];
  return {
    action: 'revoke',
    key: keyOf(row),
    mappingId: mapping?.id ?? null,
    discordRoleId: mapping?.discordRoleId ?? null,
    because,
    row,
  };
}

function lossOf(giving: readonly Mapping[], observation: KnownObservation): Because {
  if (observation.kind === 'absent') return 'left_server';
  if (observation.pending || observation.guest) return 'not_full_member';
  if (giving.length === 0) return 'mapping_removed';
  return giving.some(isRoleless) ? 'discord_role_deleted' : 'role_lost';
}

/** An enrolment that was left half resumed or half suspended while nothing is to be done about the roles of its course. */
function stepsForOpenEnrolments(ledger: readonly Grant[], steps: readonly Step[], because: Because): Step[] {
  const open = ledger.filter((row) => row.kind === 'enrolment' && !isSettled(row));
  const alone = open.filter(({ targetId }) => {
    return !steps.some(({ key }) => key.kind !== 'cohort' && key.targetId === targetId);
  });
  return alone.map((row) => ({
    action: 'review',
    key: keyOf(row),
    mappingId: null,
    discordRoleId: null,
    because,
    row,
  }));
}

/** Whether the Discord role of a mapping was deleted, so that nobody holds it any more. */
export const isRoleless = (mapping: Pick<Mapping, 'broken'>): boolean =>
  mapping.broken.includes('discord_role_missing');
const isHealthy = (mapping: Mapping): boolean => mapping.broken.length === 0;

function blockedMappings(
  mappings: readonly Mapping[],
  observation: KnownObservation,
  guildId: string,
): readonly Mapping[] {
  const broken = mappings.filter((mapping) => !isHealthy(mapping));
  if (broken.length === 0) return broken;
  const roles = countingRoles(observation, guildId);
  return inOrder(broken.filter((mapping) => roles.has(mapping.discordRoleId)));
}

function byOrder(a: Step, b: Step): number {
  return (
    ACTION_ORDER[a.action] - ACTION_ORDER[b.action] ||
    (a.mappingId ?? Infinity) - (b.mappingId ?? Infinity) ||
    KIND_ORDER[a.key.kind] - KIND_ORDER[b.key.kind] ||
    a.key.targetId - b.key.targetId ||
    a.key.roleId - b.key.roleId
  );
}

/**
 * The plan in parts that are carried out one after the other. There are two only where one course both gains and loses a
 * role: whether the course is left then depends on how the granting ends.
 */
export function phasesOf(steps: readonly Step[]): Step[][] {
  if (steps.length === 0) return [];
  const gaining = new Set(
    steps.filter((step) => step.action === 'grant' && isRole(step)).map((step) => step.key.targetId),
  );
  const mixed = steps.some((step) => !isGaining(step) && isRole(step) && gaining.has(step.key.targetId));
  if (!mixed) return [[...steps]];
  return [steps.filter(isGaining), steps.filter((step) => !isGaining(step))];
}

const isRole = (step: Step): boolean => step.key.kind === 'role';

/** Whether a step gives something, or belongs to the giving. */
export const isGaining = ({ action }: Pick<Step, 'action'>): boolean => action === 'grant' || action === 'clear';
