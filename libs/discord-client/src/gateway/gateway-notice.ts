import type { MemberObservation } from '../guild-walk.js';

/** Where a session stands: who has it may go on where it was left. */
export interface GatewaySession {
  readonly sessionId: string;
  readonly resumeUrl: string;
  readonly sequence: number;
  /** Whether it was begun with the intent for members. */
  readonly tellsOfMembers: boolean;
}

/** What the gateway tells, as far as it is of use here. Times are Unix milliseconds, when it was heard. */
export type GatewayNotice =
  /** A new session: whatever happened before it was not told. */
  | { readonly kind: 'began'; readonly at: number }
  /** The session goes on, and all that was missed has been told. */
  | { readonly kind: 'resumed'; readonly at: number }
  /** A member joined, or something of theirs changed: roles or not. */
  | { readonly kind: 'member'; readonly guildId: string; readonly userId: string; readonly member: MemberObservation }
  /** Somebody is no member any more; Discord's own answer about them has the last word. */
  | { readonly kind: 'left'; readonly guildId: string; readonly userId: string; readonly at: number }
  /** Nobody holds the role any more, and of no holder is that told once more. */
  | { readonly kind: 'role_deleted'; readonly guildId: string; readonly roleId: string; readonly at: number }
  | { readonly kind: 'guild_available'; readonly guildId: string; readonly at: number }
  /** An outage: nothing follows from it. */
  | { readonly kind: 'guild_unavailable'; readonly guildId: string; readonly at: number }
  /** The bot was removed from the guild. */
  | { readonly kind: 'guild_lost'; readonly guildId: string; readonly at: number }
  /** Told, and of no use here; the session has moved on by it. */
  | { readonly kind: 'other'; readonly at: number };

/** A notice with the place in the session that was reached by it. */
export interface ToldNotice {
  readonly notice: GatewayNotice;
  readonly session: GatewaySession;
}
