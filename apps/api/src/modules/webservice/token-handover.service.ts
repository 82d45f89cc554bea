import { isIP } from 'node:net';
import { Injectable, Logger } from '@nestjs/common';
import { BillingClient, BillingFailure } from '@pulsetech/billing-client';
import { AppConfig } from '../../platform/config/app-config.js';
import { ProductVersion } from '../../platform/process/product-version.js';
import { TokensError } from './tokens.errors.js';

/** `unknown`: no answer came, so the billing server may or may not have the token. */
export type Handover = 'taken' | 'unknown';

/** Gives a token to the billing server, which keeps it encrypted; its bot pushes role changes with it. */
@Injectable()
export class TokenHandover {
  private readonly logger = new Logger(TokenHandover.name);

  constructor(
    private readonly billing: BillingClient,
    private readonly config: AppConfig,
    private readonly version: ProductVersion,
  ) {}

  /** Throws TokensError `token_handover_unsafe` when others could read along on the way to the billing server. */
  requireSafeWay(): void {
    const { protocol, hostname, origin } = new URL(this.config.billingUrl);
    if (protocol === 'https:' || staysHere(hostname)) return;
    throw new TokensError(
      'token_handover_unsafe',
      `The token is not sent to ${origin}, since others could read it on the way. Set BILLING_URL to an https address of the billing server, then generate the token again.`,
    );
  }

  /** Throws TokensError `token_handover_refused` when the billing server does not want it, and so does not have it. */
  async handOver(licenceKey: string, token: string): Promise<Handover> {
    this.requireSafeWay();
    try {
      const site = { url: this.config.siteUrl, webserviceToken: token, version: this.version.text };
      await this.billing.registerSite(licenceKey, site);
      return 'taken';
    } catch (error) {
      if (!(error instanceof BillingFailure)) throw error;
      this.logger.warn(`The billing server did not take a new web service token: ${error.code}`);
      if (!isRefusal(error)) return 'unknown';
      throw new TokensError(
        'token_handover_refused',
        `The billing server refused the token (${error.code}), so nothing has changed: the token that it had, if any, goes on working. Check the licence on this page, then generate the token again.`,
      );
    }
  }
}

/** Whether what is sent there leaves neither this machine nor the private network of its containers. */
function staysHere(hostname: string): boolean {
  const isLoopback = hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'));
  // A name without a dot, as in a compose file, is no address of the internet.
  return isLoopback || !/[.:]/.test(hostname) || hostname.endsWith('.localhost');
}

function isRefusal({ code, status = 0 }: BillingFailure): boolean {
  return code !== 'billing_unreachable' && status >= 400 && status < 500;
}
