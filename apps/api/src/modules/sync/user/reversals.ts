import { ENDS_OF_SUSPENSIONS, type Grant, type GrantState, type Report, type Step } from '@pulsetech/domain';
import type { Reversal, Spared } from './sync.types.js';

type Reversible = Exclude<Report['action'], 'adopted' | 'forgotten'>;

/** What a change left in the ledger; null: no row. */
const LEFT: Readonly<Record<Reversible, GrantState | null>> = {
  granted: 'active',
  resumed: 'active',
  suspended: 'suspended',
  revoked: null,
};

/** Changes whose reversal suspends. */
export const SUSPENDING: ReadonlySet<Report['action']> = new Set(['resumed']);

type ReversalLook = { readonly action: Report['action']; readonly step: Step } | { readonly spared: Spared };

/**
 * The step that reverses a recorded change, or why it is left alone: what it made is not there any more as it made it, or
 * somebody would be given something who has no link any more, or another one, made later.
 */
export function reversalOf(
  { action, key, mappingId, discordRoleId, because, at }: Reversal,
  row: Grant | null,
  link: { readonly linkedAt: number } | null,
): ReversalLook {
  if (action === 'adopted' || action === 'forgotten' || (row?.state ?? null) !== LEFT[action]) {
    return { spared: { key, reason: 'changed' } };
  }
  if (because !== null && ENDS_OF_SUSPENSIONS.includes(because)) return { spared: { key, reason: 'ended' } };
  const gives = action === 'revoked' || action === 'suspended';
  if (gives && (link === null || link.linkedAt > at)) return { spared: { key, reason: 'not_linked' } };
  const step = { key, mappingId, discordRoleId, because: 'undone', row } as const;
  return { action, step: { ...step, action: gives ? 'grant' : 'revoke' } };
}
