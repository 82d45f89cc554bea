import { Injectable } from '@nestjs/common';
import type { SaveSettingsDto, SettingsDto } from '@pulsetech/contracts';
import { toLicenceDto } from '../license/licence-state.js';
import { LicenseService } from '../license/license.service.js';
import { SettingsService } from './settings.service.js';

/** What the settings page shows and saves: the settings together with the licence. */
@Injectable()
export class SettingsPageService {
  constructor(
    private readonly settings: SettingsService,
    private readonly license: LicenseService,
  ) {}

  async view(): Promise<SettingsDto> {
    return { ...(await this.settings.get()), licence: toLicenceDto(await this.license.current()) };
  }

  /** Nothing is saved when the key is mistyped or the page is stale. With a key in place, it is verified at once. */
  async save(dto: SaveSettingsDto): Promise<SettingsDto> {
    const { licenceKey, revision, ...change } = dto;
    const key = licenceKey === undefined ? undefined : licenceKey.trim() || null;
    if (typeof key === 'string') this.license.checkKey(key);
    await this.settings.save(change, revision);
    if (key !== undefined) await this.license.setKey(key);
    await this.license.verify();
    return this.view();
  }
}
