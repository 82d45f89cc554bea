/** Why nothing could be concluded about a Discord user. An unknown observation never takes anything away. */
export type UnknownReason =
  | 'discord_unavailable'
  | 'discord_rate_limited'
  | 'discord_unauthorized'
  | 'guild_unreadable'
  | 'missing_access'
  | 'billing_unreachable'
  | 'licence_invalid';

/**
 * What was read about one Discord user in the guild, and when (Unix milliseconds).
 * `absent` is concluded from Discord's codes 10007 and 10013 only, while the guild itself reads well.
 */
export type Observation =
  | {
      readonly kind: 'member';
      readonly roles: readonly string[];
      readonly pending: boolean;
      readonly guest: boolean;
      readonly at: number;
    }
  | { readonly kind: 'absent'; readonly at: number }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason; readonly at: number };

/** An observation from which something follows; only these can be turned into entitlements and plans. */
export type KnownObservation = Exclude<Observation, { readonly kind: 'unknown' }>;
