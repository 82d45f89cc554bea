import { Injectable } from '@nestjs/common';
import { Clock, hashToken, randomToken, SecretBox } from '@pulsetech/server-kit';
import type { Request } from 'express';
import { AppConfig } from '../../platform/config/app-config.js';
import { bindBrowser, releaseBrowser } from './browser-cookies.js';
import type { OAuthIntent } from './oauth-intent.js';
import { OAuthStatesRepository } from './oauth-states.repository.js';

export interface ReturnedState {
  /** The PKCE verifier. */
  readonly verifier: string;
  readonly intent: OAuthIntent;
}

/** What must be remembered between the way out and the way back: for one use, ten minutes, and the browser that went. */
@Injectable()
export class DiscordStatesService {
  constructor(
    private readonly states: OAuthStatesRepository,
    private readonly secretBox: SecretBox,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** The value of the `state` parameter for one way out. */
  async keep(request: Request, verifier: string, intent: OAuthIntent): Promise<string> {
    await this.states.purge();
    const state = randomToken();
    const browserHash = bindBrowser(request, this.config.https, this.clock.nowMs());
    await this.states.insert(hashToken(state), { browserHash, sealedVerifier: this.secretBox.seal(verifier), intent });
    return state;
  }

  /** What belongs to a state that came back; null when it is missing, foreign, too old, or was used already. */
  async take(request: Request, state: unknown): Promise<ReturnedState | null> {
    if (typeof state !== 'string' || state === '') return null;
    const pending = await this.states.take(hashToken(state));
    if (pending === null || !releaseBrowser(request, this.config.https, pending.browserHash)) return null;
    return { verifier: this.secretBox.open(pending.sealedVerifier), intent: pending.intent };
  }
}
