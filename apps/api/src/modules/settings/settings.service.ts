import { Injectable } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import { Caches } from '../../platform/caches/caches.js';
import { Remembered } from '../../platform/caches/remembered.js';
import { settingsFrom, rowsOf, type SiteSettings, type SiteSettingsChange } from './site-settings.js';
import { SettingsError } from './settings.errors.js';
import { SettingsRepository } from './settings.repository.js';

/** Another process may have saved; for so long that may go unseen. */
const CACHE_MS = 2000;
const CACHE = 'settings';

/** The site's settings, remembered briefly: questions at the same time read the database once. */
@Injectable()
export class SettingsService {
  private readonly known: Remembered<SiteSettings>;

  constructor(
    private readonly repository: SettingsRepository,
    clock: Clock,
    private readonly caches: Caches,
  ) {
    this.known = new Remembered(clock, CACHE_MS, async () => settingsFrom(await this.repository.read()));
    caches.register(CACHE, () => this.forget());
  }

  get(): Promise<SiteSettings> {
    return this.known.get();
  }

  /** Throws SettingsError `stale_settings` when somebody saved since `revision` was read. */
  async save(change: SiteSettingsChange, revision: number): Promise<SiteSettings> {
    const saved = await this.repository.save(rowsOf(change), revision);
    this.caches.changed(CACHE);
    if (!saved) {
      throw new SettingsError(
        'stale_settings',
        'Somebody else changed these settings while you had them open. Reload the page to see them, then make your change again.',
      );
    }
    return this.get();
  }

  /** Drops what is remembered, so that the next question reads the database. */
  forget(): void {
    this.known.forget();
  }
}
