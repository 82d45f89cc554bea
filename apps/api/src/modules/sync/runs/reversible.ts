import type { ChangeAction } from '@pulsetech/contracts';

/** Changes that an undoing reverses; what was found given, or is no longer looked after, was no change for anybody. */
export const REVERSIBLE = ['granted', 'revoked', 'suspended', 'resumed'] as const satisfies readonly ChangeAction[];

/** The same as a condition on `sync_changes`. */
export const IS_REVERSIBLE = `action IN (${REVERSIBLE.map((action) => `'${action}'`).join(', ')})`;

export function isReversible(action: ChangeAction): boolean {
  return REVERSIBLE.some((one) => one === action);
}
