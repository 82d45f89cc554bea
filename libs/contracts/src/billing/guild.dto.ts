import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { IsSingleLine } from '../is-single-line.js';
import { DISCORD_ROLE_NAME_MAX } from '../limits.js';
import { Trimmed } from '../trimmed.js';
import type { DiscordRoleDto } from '../api/mappings.dto.js';

/** `GET /v1/guild/roles`: the roles of the licence's guild, the highest first. */
export interface GuildRolesResponse {
  readonly guild: { readonly id: string; readonly name: string };
  readonly roles: readonly DiscordRoleDto[];
  /** Billing's own time when the question came, Unix milliseconds, as in MemberLookupResponse. */
  readonly receivedAt: number;
  /** When Discord was asked, by the same clock: before `receivedAt` when others had asked a moment before. */
  readonly readAt: number;
  /**
   * In how many milliseconds Discord may be asked anew: whoever has more to know until then asks once, then. It is a hint,
   * and nothing follows from it about what was read when.
   */
  readonly againInMs: number;
}

/** `POST /v1/guild/roles` with header `Idempotency-Key`: the same key creates one role, even if the answer was lost. */
export class CreateGuildRoleRequest {
  @Trimmed()
  @IsString()
  @IsNotEmpty()
  @MaxLength(DISCORD_ROLE_NAME_MAX)
  @IsSingleLine()
  name!: string;
}

export interface CreateGuildRoleResponse {
  readonly role: DiscordRoleDto;
}
