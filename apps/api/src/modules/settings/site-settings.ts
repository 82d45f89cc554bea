import {
  BROKEN_MAPPING_POLICIES,
  GRACE_DAYS,
  HISTORY_DAYS,
  LOSS_POLICIES,
  REMOVAL_STOP_COUNT,
  REMOVAL_STOP_SHARE,
  SYNC_INTERVALS,
  WEBSERVICE_DEBUG_MODES,
  WEBSERVICE_LOG_DAYS,
  type BrokenMappingPolicy,
  type LossPolicyName,
  type SyncInterval,
  type WebserviceDebugMode,
} from '@pulsetech/contracts';

/** The settings of the site, without the licence. */
export interface SiteSettings {
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
  readonly webserviceEnabled: boolean;
  readonly webserviceDebug: WebserviceDebugMode;
  /** For how many days the log of the web service is kept. */
  readonly webserviceLogDays: number;
  /** Grows with every save. */
  readonly revision: number;
}

type Values = Omit<SiteSettings, 'revision'>;

/** What to save; a setting that is absent keeps its value. */
export type SiteSettingsChange = { readonly [Name in keyof Values]?: Values[Name] | undefined };

/** From the rows of the table; the defaults are those of the settings page's documentation. */
export function settingsFrom(values: ReadonlyMap<string, string>): SiteSettings {
  return {
    discordLogin: flag(values.get('discord_login'), true),
    autoCreate: flag(values.get('auto_create'), true),
    linkByEmail: flag(values.get('link_by_email'), false),
    syncInterval: SYNC_INTERVALS.find((interval) => interval === values.get('sync_interval')) ?? 'hourly',
    removalStopCount: Number(values.get('removal_stop_count') ?? REMOVAL_STOP_COUNT.byDefault),
    removalStopShare: Number(values.get('removal_stop_share') ?? REMOVAL_STOP_SHARE.byDefault),
    lossPolicy: LOSS_POLICIES.find((policy) => policy === values.get('loss_policy')) ?? 'unenrol',
    graceDays: Number(values.get('grace_days') ?? GRACE_DAYS.byDefault),
    brokenMappings: BROKEN_MAPPING_POLICIES.find((policy) => policy === values.get('broken_mappings')) ?? 'hold',
    historyDays: Number(values.get('history_days') ?? HISTORY_DAYS.byDefault),
    webserviceEnabled: flag(values.get('webservice_enabled'), true),
    webserviceDebug: WEBSERVICE_DEBUG_MODES.find((mode) => mode === values.get('webservice_debug')) ?? 'off',
    webserviceLogDays: Number(values.get('webservice_log_days') ?? WEBSERVICE_LOG_DAYS.byDefault),
    revision: Number(values.get('revision') ?? '1'),
  };
}

/** One row for each setting of the change. */
export function rowsOf(change: SiteSettingsChange): { name: string; value: string }[] {
  const values = {
    discord_login: change.discordLogin,
    auto_create: change.autoCreate,
    link_by_email: change.linkByEmail,
    sync_interval: change.syncInterval,
    removal_stop_count: change.removalStopCount,
    removal_stop_share: change.removalStopShare,
    loss_policy: change.lossPolicy,
    grace_days: change.graceDays,
    broken_mappings: change.brokenMappings,
    history_days: change.historyDays,
    webservice_enabled: change.webserviceEnabled,
    webservice_debug: change.webserviceDebug,
    webservice_log_days: change.webserviceLogDays,
  };
  return Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value: text(value) }]));
}

function text(value: boolean | number | string): string {
  return typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
}

function flag(value: string | undefined, byDefault: boolean): boolean {
  return value === undefined ? byDefault : value === '1';
}
