import type { LicenceDto, SettingsDto } from '@pulsetech/contracts';
import type {
  BrokenMappingPolicy,
  LossPolicyName,
  SyncInterval,
  WebserviceDebugMode,
} from '@pulsetech/contracts/constants';
import type { Tone } from '../../components/shape.js';
import { counted, formatNumber } from '../../lib/counted.js';
import type { SettingValues } from './settings-draft.js';

export const SETTING_LABELS = {
  discordLogin: 'Enable Discord Login',
  autoCreate: 'Auto-create Users',
  linkByEmail: 'Link by Email',
  syncInterval: 'Sync Interval',
  lossPolicy: 'When a Role Is Lost',
  graceDays: 'Grace Period',
  removalStopCount: 'Hold Runs That Take More Than',
  removalStopShare: 'And More Than This Share',
  brokenMappings: 'When a Discord Role Was Deleted',
  historyDays: 'Keep History',
  webserviceEnabled: 'Enable Web Service',
  webserviceDebug: 'Web Service Debugging',
  webserviceLogDays: 'Keep Web Service Log',
} as const satisfies Record<keyof SettingValues, string>;

export const INTERVAL_LABELS = {
  hourly: 'Hourly',
  daily: 'Daily',
  weekly: 'Weekly',
  manual: 'Manual Only',
} as const satisfies Record<SyncInterval, string>;

export const LOSS_LABELS = {
  unenrol: 'Unenrol',
  suspend: 'Suspend',
} as const satisfies Record<LossPolicyName, string>;

export const BROKEN_LABELS = {
  hold: 'Wait for approval',
  revoke: 'As when a role is lost',
  keep: 'They keep it',
} as const satisfies Record<BrokenMappingPolicy, string>;

export const DEBUG_LABELS = {
  off: 'Off',
  developer: 'For developers',
  display: 'In the message',
} as const satisfies Record<WebserviceDebugMode, string>;

/** The value of one setting as the page shows it. */
export function settingValue(settings: SettingValues | SettingsDto, name: keyof SettingValues): string {
  switch (name) {
    case 'syncInterval':
      return INTERVAL_LABELS[settings.syncInterval];
    case 'webserviceDebug':
      return DEBUG_LABELS[settings.webserviceDebug];
    case 'lossPolicy':
      return LOSS_LABELS[settings.lossPolicy];
    case 'brokenMappings':
      return BROKEN_LABELS[settings.brokenMappings];
    case 'removalStopCount':
      return orEmpty(settings.removalStopCount, formatNumber);
    case 'removalStopShare':
      return orEmpty(settings.removalStopShare, (percent) => `${formatNumber(percent)} %`);
    case 'graceDays':
    case 'historyDays':
    case 'webserviceLogDays':
      return orEmpty(settings[name], (days) => counted(days, 'day'));
    default:
      return settings[name] ? 'on' : 'off';
  }
}

function orEmpty(value: number | null, words: (value: number) => string): string {
  return value === null ? 'empty' : words(value);
}

export const LICENCE_WORDS = {
  valid: { tone: 'ok', word: 'Valid' },
  invalid: { tone: 'bad', word: 'Invalid' },
  not_verified: { tone: 'unknown', word: 'Not verified' },
} as const satisfies Record<LicenceDto['status'], { readonly tone: Tone; readonly word: string }>;
