import type { SaveSettingsDto, SettingsDto } from '@pulsetech/contracts';
import { isNumberSetting, NUMBER_SETTINGS, type NumberSetting } from './number-settings.js';

/** The settings of the page's own fields, in the order in which they stand there. */
const SETTING_NAMES = [
  'discordLogin',
  'autoCreate',
  'linkByEmail',
  'syncInterval',
  'lossPolicy',
  'graceDays',
  'removalStopCount',
  'removalStopShare',
  'brokenMappings',
  'historyDays',
  'webserviceEnabled',
  'webserviceDebug',
  'webserviceLogDays',
] as const satisfies readonly (keyof SettingsDto)[];

type StoredValues = Pick<SettingsDto, (typeof SETTING_NAMES)[number]>;

/** Numbers are null while their field is empty. */
export type SettingValues = Omit<StoredValues, NumberSetting> & { readonly [Name in NumberSetting]: number | null };

export type SettingName = keyof SettingValues;

/** What is wrong with settings, by their names. */
export type SettingFaults = Partial<Record<SettingName, string>>;

/** What was changed on the page and not saved yet. Fields that nobody touched follow what is stored. */
export interface SettingsDraft {
  /** The revision that the person saw when they began to change it. */
  readonly revision: number | null;
  readonly changes: Partial<SettingValues>;
  /** Typed new key; empty keeps the stored one. */
  readonly licenceKey: string;
  readonly removeKey: boolean;
  /** Whether somebody else has saved meanwhile. */
  readonly stale: boolean;
}

export const UNTOUCHED: SettingsDraft = {
  revision: null,
  changes: {},
  licenceKey: '',
  removeKey: false,
  stale: false,
};

export function valuesOf(stored: SettingsDto, { changes }: SettingsDraft): SettingValues {
  const values = Object.fromEntries(SETTING_NAMES.map((name) => [name, stored[name]])) as StoredValues;
  return { ...values, ...changes };
}

/** Whether the field of a setting is shown: without suspensions there is nothing that a grace could be for. */
export const isShown = (name: SettingName, { lossPolicy }: Pick<SettingValues, 'lossPolicy'>): boolean =>
  name !== 'graceDays' || lossPolicy === 'suspend';

/** What is wrong with the values before they are sent. */
export function faultsOf(values: SettingValues): SettingFaults {
  const faulty = SETTING_NAMES.filter(isNumberSetting).filter((name) => {
    const value = values[name];
    const { least, most } = NUMBER_SETTINGS[name];
    return isShown(name, values) && (value === null || !Number.isInteger(value) || value < least || value > most);
  });
  return Object.fromEntries(faulty.map((name) => [name, NUMBER_SETTINGS[name].message]));
}

/** What to send of a draft without faults. The key is left out unless it is to be replaced or removed. */
export function toSave(stored: SettingsDto, draft: SettingsDraft): SaveSettingsDto {
  const licenceKey = draft.licenceKey.trim();
  const key = draft.removeKey ? { licenceKey: '' } : licenceKey === '' ? {} : { licenceKey };
  const { removalStopCount, removalStopShare, graceDays, historyDays, webserviceLogDays, ...values } = valuesOf(
    stored,
    draft,
  );
  const numbers = { removalStopCount, removalStopShare, graceDays, historyDays, webserviceLogDays };
  return { ...values, ...withoutEmpty(numbers), ...key, revision: draft.revision ?? stored.revision };
}

/** What is left out keeps what is stored. */
function withoutEmpty(numbers: Readonly<Record<NumberSetting, number | null>>): Partial<Record<NumberSetting, number>> {
  return Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== null));
}

/** Puts the draft onto what somebody else has stored meanwhile; everything typed stays. */
export function rebase(draft: SettingsDraft, stored: SettingsDto): SettingsDraft {
  return { ...draft, revision: stored.revision, stale: true };
}

/** The settings in which the draft differs from what is stored. */
export function differing(stored: SettingsDto, draft: SettingsDraft): SettingName[] {
  const values = valuesOf(stored, draft);
  return SETTING_NAMES.filter((name) => values[name] !== stored[name]);
}
