import { IsBoolean, IsIn, IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { MayBeAbsent } from '../may-be-absent.js';
import {
  BROKEN_MAPPING_POLICIES,
  GRACE_DAYS,
  GRACE_DAYS_MESSAGE,
  HISTORY_DAYS,
  HISTORY_DAYS_MESSAGE,
  LOSS_POLICIES,
  REMOVAL_STOP_COUNT,
  REMOVAL_STOP_COUNT_MESSAGE,
  REMOVAL_STOP_SHARE,
  REMOVAL_STOP_SHARE_MESSAGE,
  SYNC_INTERVALS,
  WEBSERVICE_DEBUG_MODES,
  WEBSERVICE_LOG_DAYS,
  WEBSERVICE_LOG_DAYS_MESSAGE,
  type BrokenMappingPolicy,
  type LicenceReason,
  type LicenceStatus,
  type LossPolicyName,
  type SyncInterval,
  type WebserviceDebugMode,
} from '../settings-choices.js';

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
  /** The licence has expired, and counts all the same until then (Unix seconds). */
  readonly renewBy: number | null;
}

/** `GET /api/v1/settings`. */
export interface SettingsDto {
  readonly licence: LicenceDto;
  readonly discordLogin: boolean;
  readonly autoCreate: boolean;
  readonly linkByEmail: boolean;
  readonly syncInterval: SyncInterval;
  /** A run is held when it would take more than both: so many grants, and so many percent of the active ones. */
  readonly removalStopCount: number;
  readonly removalStopShare: number;
  /** What becomes of an enrolment that came by Discord when the last Discord role for it is lost. */
  readonly lossPolicy: LossPolicyName;
  /** Days until a suspension becomes an unenrolment; 0 for never. */
  readonly graceDays: number;
  /** What runs do to people who hold something by a mapping whose Discord role was deleted. */
  readonly brokenMappings: BrokenMappingPolicy;
  /** For how many days runs and recorded changes are kept; the last change of what somebody holds is kept longer. */
  readonly historyDays: number;
  /** Whether the web service answers at all. */
  readonly webserviceEnabled: boolean;
  readonly webserviceDebug: WebserviceDebugMode;
  /** For how many days the log of web service calls is kept. */
  readonly webserviceLogDays: number;
  /** Grows with every save; sent back so that a stale page does not overwrite newer settings. */
  readonly revision: number;
}

/** `PUT /api/v1/settings`. */
export class SaveSettingsDto {
  /** Absent: keep the key that is stored. Empty: remove it. */
  @MayBeAbsent()
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

  /** Absent, as all after it: keep what is stored. */
  @MayBeAbsent()
  @IsInt({ message: REMOVAL_STOP_COUNT_MESSAGE })
  @Min(REMOVAL_STOP_COUNT.least, { message: REMOVAL_STOP_COUNT_MESSAGE })
  @Max(REMOVAL_STOP_COUNT.most, { message: REMOVAL_STOP_COUNT_MESSAGE })
  removalStopCount?: number;

  @MayBeAbsent()
  @IsInt({ message: REMOVAL_STOP_SHARE_MESSAGE })
  @Min(REMOVAL_STOP_SHARE.least, { message: REMOVAL_STOP_SHARE_MESSAGE })
  @Max(REMOVAL_STOP_SHARE.most, { message: REMOVAL_STOP_SHARE_MESSAGE })
  removalStopShare?: number;

  @MayBeAbsent()
  @IsIn(LOSS_POLICIES, { message: 'Choose unenrol or suspend.' })
  lossPolicy?: LossPolicyName;

  @MayBeAbsent()
  @IsInt({ message: GRACE_DAYS_MESSAGE })
  @Min(GRACE_DAYS.least, { message: GRACE_DAYS_MESSAGE })
  @Max(GRACE_DAYS.most, { message: GRACE_DAYS_MESSAGE })
  graceDays?: number;

  @MayBeAbsent()
  @IsIn(BROKEN_MAPPING_POLICIES, { message: 'Choose hold, revoke or keep.' })
  brokenMappings?: BrokenMappingPolicy;

  @MayBeAbsent()
  @IsInt({ message: HISTORY_DAYS_MESSAGE })
  @Min(HISTORY_DAYS.least, { message: HISTORY_DAYS_MESSAGE })
  @Max(HISTORY_DAYS.most, { message: HISTORY_DAYS_MESSAGE })
  historyDays?: number;

  @MayBeAbsent()
  @IsBoolean()
  webserviceEnabled?: boolean;

  @MayBeAbsent()
  @IsIn(WEBSERVICE_DEBUG_MODES, { message: 'Choose off, developer or display.' })
  webserviceDebug?: WebserviceDebugMode;

  @MayBeAbsent()
  @IsInt({ message: WEBSERVICE_LOG_DAYS_MESSAGE })
  @Min(WEBSERVICE_LOG_DAYS.least, { message: WEBSERVICE_LOG_DAYS_MESSAGE })
  @Max(WEBSERVICE_LOG_DAYS.most, { message: WEBSERVICE_LOG_DAYS_MESSAGE })
  webserviceLogDays?: number;

  @IsInt()
  revision!: number;
}
