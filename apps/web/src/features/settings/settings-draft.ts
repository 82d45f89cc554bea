import type { SaveSettingsDto, SettingsDto } from '@pulsetech/contracts';

export type SettingValues = Pick<SettingsDto, 'discordLogin' | 'autoCreate' | 'linkByEmail' | 'syncInterval'>;

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
  return { discordLogin, autoCreate, linkByEmail, syncInterval, ...changes };
}

/** What to send. The key is left out unless it is to be replaced or removed. */
export function toSave(stored: SettingsDto, draft: SettingsDraft): SaveSettingsDto {
  const licenceKey = draft.licenceKey.trim();
  const key = draft.removeKey ? { licenceKey: '' } : licenceKey === '' ? {} : { licenceKey };
  return { ...valuesOf(stored, draft), ...key, revision: draft.revision ?? stored.revision };
}

/** Puts the draft onto what somebody else has stored meanwhile; everything typed stays. */
export function rebase(draft: SettingsDraft, stored: SettingsDto): SettingsDraft {
  return { ...draft, revision: stored.revision, stale: true };
}

/** The settings in which the draft differs from what is stored. */
export function differing(stored: SettingsDto, draft: SettingsDraft): (keyof SettingValues)[] {
  const values = valuesOf(stored, draft);
  return (['discordLogin', 'autoCreate', 'linkByEmail', 'syncInterval'] as const).filter(
    (name) => values[name] !== stored[name],
  );
}
