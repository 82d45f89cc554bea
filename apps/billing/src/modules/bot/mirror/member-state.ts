/** What Discord says of somebody in a guild, without when; null: they are no member. */
export type MemberState = {
  readonly roles: readonly string[];
  readonly pending: boolean;
  readonly guest: boolean;
} | null;

/** Whether nothing follows from the one that does not follow from the other; the order of roles means nothing. */
export function isSameState(one: MemberState, other: MemberState): boolean {
  if (one === null || other === null) return one === other;
  const roles = new Set(one.roles);
  return (
    one.pending === other.pending &&
    one.guest === other.guest &&
    roles.size === new Set(other.roles).size &&
    other.roles.every((role) => roles.has(role))
  );
}

/** Roles alone, in one order, so that nothing else about a member is ever kept. */
export function writtenState(state: MemberState): string {
  if (state === null) return 'null';
  const { roles, pending, guest } = state;
  return JSON.stringify({ roles: [...new Set(roles)].sort(), pending, guest });
}

export function readState(text: string): MemberState {
  return JSON.parse(text) as MemberState;
}
