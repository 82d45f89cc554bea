import { Injectable, Logger } from '@nestjs/common';
import { BillingClient, BillingFailure } from '@pulsetech/billing-client';
import type { CreatedTokenDto } from '@pulsetech/contracts';
import { AppConfig } from '../../platform/config/app-config.js';
import { LicenseError } from '../license/license.errors.js';
import { LicenseService } from '../license/license.service.js';

/** Gives a new token to the billing server, whose bot pushes role changes with it. */
@Injectable()
export class TokenHandover {
  private readonly logger = new Logger(TokenHandover.name);

  constructor(
    private readonly licenses: LicenseService,
    private readonly billing: BillingClient,
    private readonly config: AppConfig,
  ) {}

  /** Whether the billing server took it; otherwise why not, in a sentence. The token works here in any case. */
  async handOver(token: string): Promise<CreatedTokenDto['handover']> {
    try {
      const { key } = await this.licenses.requireUsable();
      await this.billing.registerSite(key, { url: this.config.siteUrl, webserviceToken: token });
      return { done: true, detail: null };
    } catch (error) {
      if (error instanceof LicenseError) {
        return { done: false, detail: `The billing server did not get the token: ${error.message}` };
      }
      if (!(error instanceof BillingFailure)) throw error;
      this.logger.warn(`The billing server did not take a new web service token: ${error.code}`);
      return {
        done: false,
        detail:
          'The billing server did not take the token, so its Discord bot cannot push role changes. Your own bots can use it. Generate another one later.',
      };
    }
  }
}
