import { IsBoolean, IsIn, IsInt, IsOptional, IsString, MaxLength } from 'class-validator';
import { SYNC_INTERVALS, type LicenceReason, type LicenceStatus, type SyncInterval } from '../settings-choices.js';

export interface LicenceDto {
  readonly status: LicenceStatus;
  readonly reason: LicenceReason | null;
  /** The status in a sentence with what to do. */
  readonly message: string;
  /** The key with all but its last group hidden, e.g. `PLMS-****-****-****-7H2K`; null when none is set. */
  readonly maskedKey: string | null;
  readonly guildId: string | null;
  readonly guildName: string | null;
  /** Unix seconds. */
  readonly expiresAt: number | null;
  readonly verifiedAt: number | null;
  /** Billing does not answer at present, and the last good verification still counts until then (Unix seconds). */
  readonly graceUntil: number | null;
}

/** `GET /api/v1/settings`. */
export interface SettingsDto {
  readonly licence: LicenceDto;
  readonly discordLogin: boolean;
  readonly autoCreate: boolean;
  readonly linkByEmail: boolean;
  readonly syncInterval: SyncInterval;
  /** Grows with every save; sent back so that a stale page does not overwrite newer settings. */
  readonly revision: number;
}

/** `PUT /api/v1/settings`. */
export class SaveSettingsDto {
  /** Absent: keep the key that is stored. Empty: remove it. */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  licenceKey?: string;

  @IsBoolean()
  discordLogin!: boolean;

  @IsBoolean()
  autoCreate!: boolean;

  @IsBoolean()
  linkByEmail!: boolean;

  @IsIn(SYNC_INTERVALS, { message: 'Choose hourly, daily, weekly or manual only.' })
  syncInterval!: SyncInterval;

  @IsInt()
  revision!: number;
}
