import { entitlementsOf, inOrder, keysOf, countingRoles, type Entitlement } from './entitlements.js';
import { grantId, type Grant, type GrantKey } from './grant.js';
import type { Mapping } from './mapping.js';
import type { KnownObservation } from './observation.js';

/**
 * One thing to do for a user. `grant` and `revoke` speak for themselves; `review` settles what an interrupted
 * synchronisation left open where only a broken mapping speaks for it, so that nothing new is given and nothing taken.
 */
export interface Step {
  readonly action: 'grant' | 'review' | 'revoke';
  readonly key: GrantKey;
  /** The first mapping that gives it; null when no mapping does any more. */
  readonly mappingId: number | null;
  /** What the ledger says about it now. */
  readonly row: Grant | null;
}

export interface Plan {
  /** Everything to be granted stands before anything that is revoked; otherwise in the order of the mappings. */
  readonly steps: readonly Step[];
  /** Broken mappings whose Discord role the user holds: each is an error of this synchronisation. */
  readonly blocked: readonly Mapping[];
}

const ACTION_ORDER = { grant: 0, review: 1, revoke: 2 } as const;
const KIND_ORDER = { role: 0, enrolment: 1, cohort: 2 } as const;

/**
 * What has to be done so that one user's grants follow from the observation. Pure: the same input gives the same plan,
 * and a plan that was carried out gives an empty one.
 */
export function planFor(
  known: readonly Mapping[],
  observation: KnownObservation,
  ledger: readonly Grant[],
  guildId: string,
): Plan {
  const mappings = withRolesThatAreHeld(known, observation);
  const entitlements = new Map([
    ...keptWithoutRole(mappings, observation, guildId),
    ...entitlementsOf(observation, mappings, guildId),
  ]);
  const rows = new Map(ledger.map((grant) => [grantId(grant), grant]));
  const steps: Step[] = [];
  for (const [id, entitlement] of entitlements) {
    const step = stepForEntitled(entitlement, rows.get(id) ?? null);
    if (step) steps.push(step);
  }
  steps.push(...stepsForLost(mappings, entitlements, ledger));
  return { steps: steps.sort(byOrder), blocked: blockedMappings(mappings, observation, guildId) };
}

/** Somebody who holds a Discord role proves that it exists, whatever an older list of roles says. */
function withRolesThatAreHeld(mappings: readonly Mapping[], observation: KnownObservation): readonly Mapping[] {
  const held = new Set(observation.kind === 'member' ? observation.roles : []);
  const isProven = ({ broken, discordRoleId }: Mapping): boolean =>
    broken.includes('discord_role_missing') && held.has(discordRoleId);
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
  const roleless = mappings.filter((mapping) => mapping.broken.includes('discord_role_missing'));
  if (roleless.length === 0 || countingRoles(observation, guildId).size === 0) return new Map();
  const kept = inOrder(roleless).flatMap((mapping) => keysOf(mapping).map((key) => ({ key, mappings: [mapping] })));
  return new Map(kept.map((entitlement) => [grantId(entitlement.key), entitlement]));
}

function stepForEntitled({ key, mappings }: Entitlement, row: Grant | null): Step | null {
  if (row?.state === 'active') return null;
  const healthy = mappings.find(isHealthy);
  if (healthy) return { action: 'grant', key, mappingId: healthy.id, row };
  return row && { action: 'review', key, mappingId: mappings[0]?.id ?? null, row };
}

function stepsForLost(
  mappings: readonly Mapping[],
  entitlements: ReadonlyMap<string, Entitlement>,
  ledger: readonly Grant[],
): Step[] {
  const lost = ledger.filter((row) => !isStillWanted(row, entitlements, ledger));
  if (lost.length === 0) return [];
  const firstMapping = new Map<string, number>();
  for (const mapping of inOrder(mappings).reverse()) {
    for (const key of keysOf(mapping)) firstMapping.set(grantId(key), mapping.id);
  }
  return lost.map((row) => ({
    action: 'revoke',
    key: { kind: row.kind, targetId: row.targetId, roleId: row.roleId },
    mappingId: firstMapping.get(grantId(row)) ?? null,
    row,
  }));
}

/** An enrolment goes with the last role in its course; it is a step of its own only where no role leads to it any more. */
function isStillWanted(row: Grant, entitlements: ReadonlyMap<string, Entitlement>, ledger: readonly Grant[]): boolean {
  if (row.kind !== 'enrolment') return entitlements.has(grantId(row));
  const ofCourse = (key: GrantKey): boolean => key.kind === 'role' && key.targetId === row.targetId;
  const given = ({ key, mappings }: Entitlement): boolean => ofCourse(key) && mappings.some(isHealthy);
  return ledger.some(ofCourse) || [...entitlements.values()].some(given);
}

const isHealthy = (mapping: Mapping): boolean => mapping.broken.length === 0;

function blockedMappings(mappings: readonly Mapping[], observation: KnownObservation, guildId: string): Mapping[] {
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
  const mixed = steps.some((step) => step.action !== 'grant' && isRole(step) && gaining.has(step.key.targetId));
  if (!mixed) return [[...steps]];
  return [steps.filter((step) => step.action === 'grant'), steps.filter((step) => step.action !== 'grant')];
}

const isRole = (step: Step): boolean => step.key.kind === 'role';
