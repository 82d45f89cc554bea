import type { LicenceDto, SettingsDto } from '@pulsetech/contracts';
import type { SyncInterval } from '@pulsetech/contracts/constants';
import type { Tone } from '../../components/shape.js';
import type { SettingValues } from './settings-draft.js';

export const SETTING_LABELS = {
  discordLogin: 'Enable Discord Login',
  autoCreate: 'Auto-create Users',
  linkByEmail: 'Link by Email',
  syncInterval: 'Sync Interval',
} as const satisfies Record<keyof SettingValues, string>;

export const INTERVAL_LABELS = {
  hourly: 'Hourly',
  daily: 'Daily',
  weekly: 'Weekly',
  manual: 'Manual Only',
} as const satisfies Record<SyncInterval, string>;

/** The value of one setting as the page shows it. */
export function settingValue(settings: SettingValues | SettingsDto, name: keyof SettingValues): string {
  return name === 'syncInterval' ? INTERVAL_LABELS[settings.syncInterval] : settings[name] ? 'on' : 'off';
}

export const LICENCE_WORDS = {
  valid: { tone: 'ok', word: 'Valid' },
  invalid: { tone: 'bad', word: 'Invalid' },
  not_verified: { tone: 'unknown', word: 'Not verified' },
} as const satisfies Record<LicenceDto['status'], { readonly tone: Tone; readonly word: string }>;
