import { Injectable } from '@nestjs/common';
import type { SessionDto, SessionUser } from '@pulsetech/contracts';
import type { Request } from 'express';
import { AppConfig } from '../../platform/config/app-config.js';
import { LicenseService } from '../license/license.service.js';
import { SettingsService } from '../settings/settings.service.js';
import { SessionsService } from './sessions.service.js';

/** What a page needs to know before anything else: who looks at it, and how one may sign in. */
@Injectable()
export class SessionViewService {
  constructor(
    private readonly config: AppConfig,
    private readonly sessions: SessionsService,
    private readonly settings: SettingsService,
    private readonly licenses: LicenseService,
  ) {}

  async view(request: Request, user: SessionUser | null): Promise<SessionDto> {
    return {
      siteName: this.config.SITE_NAME,
      user,
      csrfToken: this.sessions.csrfToken(request),
      discordLogin: await this.discordLogin(),
    };
  }

  private async discordLogin(): Promise<SessionDto['discordLogin']> {
    const [settings, licence] = await Promise.all([this.settings.get(), this.licenses.current()]);
    if (!settings.discordLogin) return { available: false, reason: 'disabled' };
    if (!licence.usable) return { available: false, reason: 'licence' };
    return { available: true, reason: null };
  }
}
