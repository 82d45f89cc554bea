import type { GuildErrorCode } from '../../modules/guilds/guilds.errors.js';
import type { SnapshotErrorCode } from '../../modules/guilds/snapshots/snapshots.errors.js';
import type { InteractionErrorCode } from '../../modules/interactions/interactions.errors.js';
import type { LicenceErrorCode } from '../../modules/licenses/licences.errors.js';

type ErrorCode = LicenceErrorCode | GuildErrorCode | SnapshotErrorCode | InteractionErrorCode | 'not_found';

/** HTTP status of every error code of `/v1`. */
export const STATUS_OF = {
  licence_missing: 401,
  licence_unknown: 401,
  licence_expired: 403,
  licence_revoked: 403,
  licence_wrong_site: 403,
  too_many_requests: 429,
  discord_unavailable: 503,
  discord_rate_limited: 429,
  discord_unauthorized: 502,
  guild_unreadable: 502,
  missing_access: 502,
  role_limit_reached: 409,
  snapshot_unknown: 404,
  snapshot_not_ready: 409,
  signature_wrong: 401,
  interactions_off: 404,
  invalid_request: 400,
  not_found: 404,
  internal_error: 500,
} satisfies Record<ErrorCode, number>;
