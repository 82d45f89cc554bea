import type { SaveSettingsDto, SettingsDto } from '@pulsetech/contracts';
import { WEBSERVICE_LOG_DAYS_MESSAGE } from '@pulsetech/contracts/constants';

/** The settings of the page's own fields, in the order in which they stand there. */
const SETTING_NAMES = [
  'discordLogin',
  'autoCreate',
  'linkByEmail',
  'syncInterval',
  'webserviceEnabled',
  'webserviceDebug',
  'webserviceLogDays',
] as const satisfies readonly (keyof SettingsDto)[];

type StoredValues = Pick<SettingsDto, (typeof SETTING_NAMES)[number]>;

/** The days are null while their field is empty. */
export type SettingValues = Omit<StoredValues, 'webserviceLogDays'> & { readonly webserviceLogDays: number | null };

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
  const { discordLogin, autoCreate, linkByEmail, syncInterval } = stored;
  const { webserviceEnabled, webserviceDebug, webserviceLogDays } = stored;
  const webservice = { webserviceEnabled, webserviceDebug, webserviceLogDays };
  return { discordLogin, autoCreate, linkByEmail, syncInterval, ...webservice, ...changes };
}

/** What is wrong with the values before they are sent, by their names. */
export function faultsOf({ webserviceLogDays }: SettingValues): Partial<Record<keyof SettingValues, string>> {
  return webserviceLogDays === null ? { webserviceLogDays: WEBSERVICE_LOG_DAYS_MESSAGE } : {};
}

/** What to send of a draft without faults. The key is left out unless it is to be replaced or removed. */
export function toSave(stored: SettingsDto, draft: SettingsDraft): SaveSettingsDto {
  const licenceKey = draft.licenceKey.trim();
  const key = draft.removeKey ? { licenceKey: '' } : licenceKey === '' ? {} : { licenceKey };
  const { webserviceLogDays, ...values } = valuesOf(stored, draft);
  const days = webserviceLogDays === null ? {} : { webserviceLogDays };
  return { ...values, ...days, ...key, revision: draft.revision ?? stored.revision };
}

/** Puts the draft onto what somebody else has stored meanwhile; everything typed stays. */
export function rebase(draft: SettingsDraft, stored: SettingsDto): SettingsDraft {
  return { ...draft, revision: stored.revision, stale: true };
}

/** The settings in which the draft differs from what is stored. */
export function differing(stored: SettingsDto, draft: SettingsDraft): (keyof SettingValues)[] {
  const values = valuesOf(stored, draft);
  return SETTING_NAMES.filter((name) => values[name] !== stored[name]);
}
