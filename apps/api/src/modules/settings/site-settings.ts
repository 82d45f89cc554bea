import { SYNC_INTERVALS, type SyncInterval } from '@pulsetech/contracts';

/** The settings of the site, without the licence. */
export interface SiteSettings {
  readonly discordLogin: boolean;
  readonly autoCreate: boolean;
  readonly linkByEmail: boolean;
  readonly syncInterval: SyncInterval;
  /** Grows with every save. */
  readonly revision: number;
}

export type SiteSettingsChange = Omit<SiteSettings, 'revision'>;

/** From the rows of the table; the defaults are those of the settings page's documentation. */
export function settingsFrom(values: ReadonlyMap<string, string>): SiteSettings {
  return {
    discordLogin: flag(values.get('discord_login'), true),
    autoCreate: flag(values.get('auto_create'), true),
    linkByEmail: flag(values.get('link_by_email'), false),
    syncInterval: SYNC_INTERVALS.find((interval) => interval === values.get('sync_interval')) ?? 'hourly',
    revision: Number(values.get('revision') ?? '1'),
  };
}

export function rowsOf(settings: SiteSettingsChange): { name: string; value: string }[] {
  return [
    { name: 'discord_login', value: settings.discordLogin ? '1' : '0' },
    { name: 'auto_create', value: settings.autoCreate ? '1' : '0' },
    { name: 'link_by_email', value: settings.linkByEmail ? '1' : '0' },
    { name: 'sync_interval', value: settings.syncInterval },
  ];
}

function flag(value: string | undefined, byDefault: boolean): boolean {
  return value === undefined ? byDefault : value === '1';
}
