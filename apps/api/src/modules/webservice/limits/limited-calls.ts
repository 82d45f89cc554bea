import { Injectable } from '@nestjs/common';
import { TooManyCallsException, type CallOrigin } from '@pulsetech/moodle-rest';
import { Clock } from '@pulsetech/server-kit';
import { AppConfig } from '../../../platform/config/app-config.js';
import { CallBudget } from '../../../platform/limits/call-budget.js';
import { networkOf } from '../../../platform/limits/network-of.js';
import { CallerAuthentication } from '../caller-authentication.js';
import type { Caller } from '../callers.cache.js';
import { BillingTokens } from './billing-tokens.js';

/** A token called more often than allowed; it is known whose call was refused. */
export class TooManyCallsOfToken extends TooManyCallsException {
  constructor(
    readonly caller: Caller,
    retryAfterSeconds: number,
  ) {
    super(retryAfterSeconds);
  }
}

/**
 * How often the web service may be called, from one address and with one token. The address is counted before anything
 * of the call is read. Calls with the billing server's token are never refused, nor do they use up what their address has
 * left for others: a push that is refused would leave somebody with access that Discord took away.
 */
@Injectable()
export class LimitedCalls {
  private readonly addresses: CallBudget;
  private readonly tokens: CallBudget;

  constructor(
    private readonly authentication: CallerAuthentication,
    private readonly billing: BillingTokens,
    clock: Clock,
    config: AppConfig,
  ) {
    this.addresses = new CallBudget(clock, config.WEBSERVICE_ADDRESS_CALLS_PER_MINUTE);
    this.tokens = new CallBudget(clock, config.WEBSERVICE_TOKEN_CALLS_PER_MINUTE);
  }

  /** Counts a call before it is read; the token is what seems to be one, null is none. Throws TooManyCallsException. */
  async admit(token: string | null, { address }: CallOrigin): Promise<void> {
    const network = networkOf(address);
    const wait = this.addresses.take(network);
    if (wait === 0) return;
    if (token === null || !(await this.billing.includes(token))) throw new TooManyCallsException(wait);
    this.addresses.overdraw(network);
  }

  /** Counts a request for a token by name and password before it is read. Throws TooManyCallsException. */
  admitLogin({ address }: CallOrigin): void {
    const wait = this.addresses.take(networkOf(address));
    if (wait > 0) throw new TooManyCallsException(wait);
  }

  /** Who calls, after the call was admitted. Throws MoodleException for whoever may not call, or not as often. */
  async authenticate(token: string, origin: CallOrigin): Promise<Caller> {
    const caller = await this.authentication.authenticate(token, origin);
    if (caller.tokenKind === 'billing') {
      this.addresses.giveBack(networkOf(origin.address));
      return caller;
    }
    const wait = this.tokens.take(String(caller.tokenId));
    if (wait > 0) throw new TooManyCallsOfToken(caller, wait);
    return caller;
  }
}
