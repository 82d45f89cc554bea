import type { LicenceDto, SettingsDto } from '@pulsetech/contracts';
import type { SyncInterval, WebserviceDebugMode } from '@pulsetech/contracts/constants';
import type { Tone } from '../../components/shape.js';
import { counted } from '../../lib/counted.js';
import type { SettingValues } from './settings-draft.js';

export const SETTING_LABELS = {
  discordLogin: 'Enable Discord Login',
  autoCreate: 'Auto-create Users',
  linkByEmail: 'Link by Email',
  syncInterval: 'Sync Interval',
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
    case 'webserviceLogDays':
      return settings.webserviceLogDays === null ? 'empty' : counted(settings.webserviceLogDays, 'day');
    default:
      return settings[name] ? 'on' : 'off';
  }
}

export const LICENCE_WORDS = {
  valid: { tone: 'ok', word: 'Valid' },
  invalid: { tone: 'bad', word: 'Invalid' },
  not_verified: { tone: 'unknown', word: 'Not verified' },
} as const satisfies Record<LicenceDto['status'], { readonly tone: Tone; readonly word: string }>;
