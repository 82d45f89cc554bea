/** Why something was given or taken, or would be: it stands with every change that is recorded. */
export const REASONS_FOR_CHANGE = [
  /** The user holds a Discord role that is mapped to it. */
  'role_held',
  /** The user no longer holds a Discord role that gives it. */
  'role_lost',
  'left_server',
  /** Still in screening, or a guest: such members hold no entitlement. */
  'not_full_member',
  /** No mapping gives it any more. */
  'mapping_removed',
  /** The Discord role of its mapping was deleted in Discord. */
  'discord_role_deleted',
  'unlinked',
  /** A suspension that lasted longer than the grace period. */
  'grace_over',
  /** It rested in a suspended course, which another role opened again. */
  'course_reopened',
  /** A run that did the opposite was undone. */
  'undone',
] as const;
export type Because = (typeof REASONS_FOR_CHANGE)[number];

/** Reasons by which a role goes that gave no access any more: nothing of it can be given back. */
export const ENDS_OF_SUSPENSIONS: readonly Because[] = ['grace_over', 'course_reopened'];
