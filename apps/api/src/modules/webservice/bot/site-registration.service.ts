import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { BillingClient, BillingFailure } from '@pulsetech/billing-client';
import type { SiteDto } from '@pulsetech/contracts';
import { AppConfig } from '../../../platform/config/app-config.js';
import { ProcessRole } from '../../../platform/process/process-role.js';
import { ProductVersion } from '../../../platform/process/product-version.js';
import { Jobs, PRIORITY } from '../../../platform/queue/jobs.js';
import { LicenseService } from '../../license/license.service.js';
import { LmsPort } from '../../lms/lms.port.js';
import { SettingsService } from '../../settings/settings.service.js';
import { TokenForBilling } from '../token-for-billing.service.js';
import { TokensError } from '../tokens.errors.js';
import { TokensRepository } from '../tokens.repository.js';

const JOB = 'register-site';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const PAUSES_MS = [MINUTE_MS / 6, MINUTE_MS, 10 * MINUTE_MS];

/** What came of a look at the registration. */
export type Registration = 'current' | 'registered' | 'no_licence' | 'no_token' | 'web_service_off' | 'unfit';

/**
 * Sees to it that the billing server knows where this site is, its version, and a token that works: at the start, when
 * the licence is another one, and every hour. Who owns the token was decided by an administrator, who generates the first
 * one; as only its hash is kept here, a new one takes its place with each registration.
 */
@Injectable()
export class SiteRegistration implements OnModuleInit, OnApplicationBootstrap {
  private readonly logger = new Logger(SiteRegistration.name);

  constructor(
    private readonly jobs: Jobs,
    private readonly role: ProcessRole,
    private readonly licenses: LicenseService,
    private readonly billing: BillingClient,
    private readonly tokens: TokensRepository,
    private readonly forBilling: TokenForBilling,
    private readonly settings: SettingsService,
    private readonly lms: LmsPort,
    private readonly config: AppConfig,
    private readonly version: ProductVersion,
  ) {}

  onModuleInit(): void {
    const options = { concurrency: 1, attempts: PAUSES_MS.length + 1, backoffMs: PAUSES_MS };
    this.jobs.handle(JOB, options, async () => {
      await this.check();
    });
    this.jobs.every(JOB, HOUR_MS);
    this.licenses.onNewLicence(() => {
      if (this.role.isServer) this.soon();
    });
  }

  onApplicationBootstrap(): void {
    if (this.role.isServer) this.soon();
  }

  /**
   * Registers the site anew where what is registered does not fit.
   *
   * @throws BillingFailure when the billing server does not answer
   */
  async check(): Promise<Registration> {
    if (!(await this.licenses.current()).usable) return 'no_licence';
    if (!(await this.settings.get()).webserviceEnabled) return 'web_service_off';
    const token = (await this.tokens.list()).filter(({ kind }) => kind === 'billing').at(-1);
    if (token === undefined) return 'no_token';
    const { key, guildId } = await this.licenses.requireUsable();
    const site = await siteOrNull(this.billing, key);
    if (site !== null && site.guildId === guildId && this.fits(site)) return 'current';
    const [owner] = await this.lms.findUsersByIds([token.userId]);
    if (owner === undefined) return 'unfit';
    return this.register(token.name, owner.username, token.creatorId);
  }

  private fits({ url, version, pushes }: SiteDto): boolean {
    return url === this.config.siteUrl && version === this.version.text && pushes.lastFailure !== 'token_refused';
  }

  private async register(name: string, owner: string, creatorId: number | null): Promise<Registration> {
    try {
      const { handover } = await this.forBilling.generate(name, owner, creatorId);
      // It may have the new token: the next look tells.
      if (!handover.done) throw new BillingFailure('billing_unreachable');
      this.logger.log('The site is registered with the billing server');
      return 'registered';
    } catch (error) {
      if (!(error instanceof TokensError)) throw error;
      this.logger.warn(`The site is not registered with the billing server: ${error.message}`);
      return 'unfit';
    }
  }

  private soon(): void {
    this.jobs.add(JOB, {}, { key: JOB, priority: PRIORITY.push }).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'Whether the site is registered is looked at within the hour');
    });
  }
}

/** Null when none is registered for the licence. */
export async function siteOrNull(billing: BillingClient, key: string): Promise<SiteDto | null> {
  try {
    return await billing.site(key);
  } catch (error) {
    if (error instanceof BillingFailure && error.code === 'not_found') return null;
    throw error;
  }
}
