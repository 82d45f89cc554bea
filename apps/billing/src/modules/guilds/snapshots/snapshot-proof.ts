import type { SnapshotProof } from '@pulsetech/contracts';

type Counts = ReadonlyMap<string, number>;

/** Members come and go, and change their roles, while the list is walked. */
const LEAST_SLACK = 3;
const SLACK_SHARE = 0.005;

/** Reads of single members need no proof: each is Discord's own word about that member. */
export const PROVEN: SnapshotProof = { proven: true, reason: null, disagreements: [] };

/**
 * Whether a whole walk may be believed: for every role, the members met with it must be as many as the guild itself said
 * before and after, give or take what changed in between and a little more. `null`: the guild did not say.
 */
export function proofOf(met: Counts, before: Counts | null, after: Counts | null, guildId: string): SnapshotProof {
  if (!before || !after) {
    return unproven(
      'Discord did not say how many members hold each role, so its member list could not be checked.',
      [],
    );
  }
  const roleIds = new Set([...before.keys(), ...after.keys(), ...met.keys()]);
  roleIds.delete(guildId);
  const disagreements = [...roleIds].flatMap((roleId) => {
    const reported = [before.get(roleId) ?? 0, after.get(roleId) ?? 0] as const;
    const count = met.get(roleId) ?? 0;
    return agrees(count, reported) ? [] : [{ roleId, met: count, reported }];
  });
  if (disagreements.length === 0) return PROVEN;
  const roles = disagreements.length === 1 ? 'one role' : `${disagreements.length} roles`;
  return unproven(
    `Discord’s member list does not agree with Discord’s own count of the members of ${roles}.`,
    disagreements,
  );
}

function agrees(met: number, [before, after]: readonly [number, number]): boolean {
  const slack = Math.abs(before - after) + Math.max(LEAST_SLACK, SLACK_SHARE * Math.max(before, after));
  return met >= Math.min(before, after) - slack && met <= Math.max(before, after) + slack;
}

function unproven(reason: string, disagreements: SnapshotProof['disagreements']): SnapshotProof {
  return { proven: false, reason, disagreements };
}
