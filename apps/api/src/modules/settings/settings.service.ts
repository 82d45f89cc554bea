import { Injectable } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import { Caches } from '../../platform/caches/caches.js';
import { settingsFrom, rowsOf, type SiteSettings, type SiteSettingsChange } from './site-settings.js';
import { SettingsError } from './settings.errors.js';
import { SettingsRepository } from './settings.repository.js';

/** Another process may have saved; for so long that may go unseen. */
const CACHE_MS = 2000;

interface Remembered {
  readonly settings: Promise<SiteSettings>;
  readonly readAt: number;
}

/** The site's settings, remembered briefly: questions at the same time read the database once. */
@Injectable()
export class SettingsService {
  private known: Remembered | null = null;

  constructor(
    private readonly repository: SettingsRepository,
    private readonly clock: Clock,
    caches: Caches,
  ) {
    caches.register('settings', () => this.forget());
  }

  async get(): Promise<SiteSettings> {
    const now = this.clock.nowMs();
    if (this.known && now - this.known.readAt < CACHE_MS && now >= this.known.readAt) return this.known.settings;
    const reading = { settings: this.read(), readAt: now };
    this.known = reading;
    try {
      return await reading.settings;
    } catch (error) {
      if (this.known === reading) this.known = null;
      throw error;
    }
  }

  /** Throws SettingsError `stale_settings` when somebody saved since `revision` was read. */
  async save(change: SiteSettingsChange, revision: number): Promise<SiteSettings> {
    const saved = await this.repository.save(rowsOf(change), revision);
    this.forget();
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
    this.known = null;
  }

  private async read(): Promise<SiteSettings> {
    return settingsFrom(await this.repository.read());
  }
}
