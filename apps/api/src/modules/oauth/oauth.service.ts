import { Injectable, Logger } from '@nestjs/common';
import { CAPABILITIES, type SessionUser } from '@pulsetech/contracts';
import { Clock } from '@pulsetech/server-kit';
import type { Request, Response } from 'express';
import { SessionsService } from '../accounts/sessions.service.js';
import { VisitorLimiter } from '../accounts/visitor-limiter.js';
import { takeInvitation, takeLinkIntent } from '../linking/link-intent.js';
import { LinkingError } from '../linking/linking.errors.js';
import { LinkingService } from '../linking/linking.service.js';
import { SettingsService } from '../settings/settings.service.js';
import { DiscordRoundTrip } from './discord-round-trip.js';
import { DiscordStatesService } from './discord-states.service.js';
import type { OAuthIntent } from './oauth-intent.js';
import type { DiscordIdentity } from './relay-discord.strategy.js';
import { failureOf, failureOfRelay, SignInFailure, UNEXPECTED } from './sign-in-failure.js';

const LINK_PAGE = '/local/pulsetech_discord/link.php';
const LOGIN_PAGE = '/login/index.php';
const DASHBOARD = '/my/';

/** Signing in and linking by Discord. Every end is a redirect: errors are told by the page that the person came from. */
@Injectable()
export class OAuthService {
  private readonly logger = new Logger(OAuthService.name);

  constructor(
    private readonly roundTrip: DiscordRoundTrip,
    private readonly states: DiscordStatesService,
    private readonly linking: LinkingService,
    private readonly sessions: SessionsService,
    private readonly settings: SettingsService,
    private readonly visitors: VisitorLimiter,
    private readonly clock: Clock,
  ) {}

  /** Sends the browser to Discord: to link when the signed-in user has just asked for that, otherwise to sign in. */
  async start(request: Request, response: Response, user: SessionUser | null): Promise<void> {
    const links = user !== null && takeLinkIntent(request, user.id, this.clock);
    const intent: OAuthIntent = links ? { kind: 'link', userId: user.id } : { kind: 'login' };
    try {
      await this.requireEnabled(intent);
      this.visitors.begin('discord', request.ip ?? '');
      await this.roundTrip.begin(request, response, (_, verifier) => this.states.keep(request, verifier, intent));
    } catch (error) {
      this.refuse(response, intent, error);
    }
  }

  /** Takes the browser back from Discord. Parameters that are not known here, such as `iss`, are let be. */
  async callback(request: Request, response: Response, user: SessionUser | null): Promise<void> {
    let intent: OAuthIntent = { kind: 'login' };
    try {
      const { state, code, error } = request.query;
      const returned = await this.states.take(request, state);
      if (returned === null) throw new SignInFailure('invalid_state');
      intent = returned.intent;
      if (typeof error === 'string') throw failureOfRelay(error);
      if (typeof code !== 'string' || code === '') throw new SignInFailure('invalid_state');
      await this.requireEnabled(intent);
      const identity = await this.roundTrip.finish(request, response, returned.verifier);
      response.redirect(await this.complete(request, user, intent, identity));
    } catch (error) {
      this.refuse(response, intent, error);
    }
  }

  private async complete(
    request: Request,
    user: SessionUser | null,
    intent: OAuthIntent,
    { profile, tokens }: DiscordIdentity,
  ): Promise<string> {
    if (intent.kind === 'link') {
      this.requireLinker(user, intent.userId);
      if (!takeInvitation(request, intent.userId, profile.id)) throw new LinkingError('wrong_discord_account');
      await this.linking.link(intent.userId, profile, tokens, request.sessionID);
      return `${LINK_PAGE}?linked=1`;
    }
    const userId = await this.linking.signInWithDiscord(profile, tokens);
    await this.sessions.signIn(request, userId);
    this.logger.log(`User ${userId} signed in by Discord`);
    return DASHBOARD;
  }

  private async requireEnabled(intent: OAuthIntent): Promise<void> {
    const { discordLogin } = await this.settings.get();
    if (intent.kind === 'login' && !discordLogin) throw new SignInFailure('discord_login_disabled');
  }

  private requireLinker(user: SessionUser | null, linker: number): void {
    if (user?.id !== linker) throw new SignInFailure('sign_in_first');
    if (!user.capabilities.includes(CAPABILITIES.linkAccount)) throw new SignInFailure('link_not_allowed');
  }

  private refuse(response: Response, intent: OAuthIntent, error: unknown): void {
    const { code, cause } = failureOf(error);
    if (code === UNEXPECTED) this.logger.error({ err: cause }, 'The way to Discord and back failed');
    else this.logger.log(`The way to Discord and back ended: ${code}`);
    const page = intent.kind === 'link' && code !== 'sign_in_first' ? LINK_PAGE : LOGIN_PAGE;
    response.redirect(`${page}?discorderror=${code}`);
  }
}
