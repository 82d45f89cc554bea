import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BillingClient, BillingFailure } from '@pulsetech/billing-client';
import type { BotDto } from '@pulsetech/contracts';
import { Clock, HealthRegistry, type HealthFinding } from '@pulsetech/server-kit';
import { Remembered } from '../../../platform/caches/remembered.js';
import { AppConfig } from '../../../platform/config/app-config.js';
import { LicenseService } from '../../license/license.service.js';
import { SettingsService } from '../../settings/settings.service.js';
import { TokensRepository } from '../tokens.repository.js';
import { botDto, type BotFacts } from './bot-words.js';
import { siteOrNull } from './site-registration.service.js';

/** Anybody may ask for the health of this server, and each answer asks the billing server. */
const REMEMBERED_MS = 15_000;

/** Whether changes of roles in Discord get here at once, for administrators and for the health report. */
@Injectable()
export class BotStatus implements OnModuleInit {
  private readonly remembered: Remembered<BotDto>;

  constructor(
    private readonly licenses: LicenseService,
    private readonly settings: SettingsService,
    private readonly tokens: TokensRepository,
    private readonly billing: BillingClient,
    private readonly config: AppConfig,
    private readonly health: HealthRegistry,
    clock: Clock,
  ) {
    this.remembered = new Remembered(clock, REMEMBERED_MS, () => this.current());
  }

  onModuleInit(): void {
    this.health.register('bot', false, () => this.finding());
  }

  async current(): Promise<BotDto> {
    return botDto(await this.facts());
  }

  private async finding(): Promise<HealthFinding> {
    const { condition } = await this.remembered.get();
    return FINDINGS[condition];
  }

  private async facts(): Promise<BotFacts> {
    if (!(await this.licenses.current()).usable) return { kind: 'no_licence' };
    if (!(await this.settings.get()).webserviceEnabled) return { kind: 'web_service_off' };
    const tokens = await this.tokens.list();
    if (tokens.every(({ kind }) => kind !== 'billing')) return { kind: 'no_token' };
    try {
      const { key } = await this.licenses.requireUsable();
      const site = await siteOrNull(this.billing, key);
      return site === null ? { kind: 'no_site' } : { kind: 'registered', site, siteUrl: this.config.siteUrl };
    } catch (error) {
      if (error instanceof BillingFailure) return { kind: 'billing_away' };
      throw error;
    }
  }
}

/** Anybody may read these. */
const FINDINGS: Readonly<Record<BotDto['condition'], HealthFinding>> = {
  ok: { status: 'up' },
  waiting: { status: 'up', detail: 'Changes in Discord arrive a little later at present.' },
  attention: {
    status: 'down',
    detail: 'Changes in Discord do not arrive at once. The settings page says why; synchronisations go on.',
  },
  unknown: { status: 'unknown', detail: 'The billing server does not answer.' },
};
