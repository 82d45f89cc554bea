import { Injectable } from '@nestjs/common';
import { BillingClient } from '@pulsetech/billing-client';
import type { Request, RequestHandler, Response } from 'express';
import passport from 'passport';
import { AppConfig } from '../../platform/config/app-config.js';
import { LicenseService } from '../license/license.service.js';
import { DISCORD, DiscordStrategy } from './discord.strategy.js';
import { storeThatKeeps, storeThatKnows, type KeepVerifier, type PassportStateStore } from './passport-state-store.js';
import { RelayDiscordStrategy, type DiscordIdentity } from './relay-discord.strategy.js';
import { SignInFailure } from './sign-in-failure.js';

const CALLBACK_PATH = '/local/pulsetech_discord/callback.php';

/** The two halves of the way to Discord and back, as passport walks it. */
@Injectable()
export class DiscordRoundTrip {
  constructor(
    private readonly licenses: LicenseService,
    private readonly billing: BillingClient,
    private readonly config: AppConfig,
  ) {}

  /** Sends the browser to Discord. Throws LicenseError, or SignInFailure when billing does not answer. */
  async begin(request: Request, response: Response, keep: KeepVerifier): Promise<void> {
    const strategy = await this.strategy(storeThatKeeps(keep));
    if (!(await this.billing.answers())) throw new SignInFailure('billing_unreachable');
    await authenticate(strategy, request, response);
  }

  /** Who it is that came back with a code. The state must have been checked; `verifier` is the one it was kept with. */
  async finish(request: Request, response: Response, verifier: string): Promise<DiscordIdentity> {
    const strategy = await this.strategy(storeThatKnows(verifier));
    const identity = await authenticate(strategy, request, response);
    if (identity === null) throw new SignInFailure('invalid_state');
    return identity;
  }

  /** Made anew for each request: passport hangs what belongs to the request on the strategy itself. */
  private async strategy(store: PassportStateStore): Promise<RelayDiscordStrategy> {
    const { key, clientId } = await this.licenses.requireUsable();
    return new RelayDiscordStrategy({
      key,
      clientId,
      authorizationUrl: `${this.config.billingPublicUrl}/oauth2/authorize`,
      callbackUrl: `${this.config.siteUrl}${CALLBACK_PATH}`,
      billing: this.billing,
      store,
    });
  }
}

/** Null when passport sent the browser elsewhere, or refused what it brought. */
function authenticate(
  strategy: RelayDiscordStrategy,
  request: Request,
  response: Response,
): Promise<DiscordIdentity | null> {
  return new Promise((resolve, reject) => {
    response.once('close', () => {
      resolve(null);
    });
    const done: passport.AuthenticateCallback = (error: unknown, user) => {
      if (error) reject(error as Error);
      else resolve(user ? (user as DiscordIdentity) : null);
    };
    DiscordStrategy.walk(request, strategy);
    const handle = passport.authenticate(DISCORD, { session: false }, done) as RequestHandler;
    void handle(request, response, (error: unknown) => {
      reject(error instanceof Error ? error : new Error('passport did not finish'));
    });
  });
}
