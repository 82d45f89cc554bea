import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { RelayTokens } from '@pulsetech/contracts';
import { DiscordOAuthClient, DiscordOAuthFailure, type DiscordTokens } from '@pulsetech/discord-client';
import { Clock, hashToken } from '@pulsetech/server-kit';
import type { LicenceEntity } from '../licenses/licence.entity.js';
import type { RelayGrantEntity } from './relay-grant.entity.js';
import { RelayGrantsRepository } from './relay-grants.repository.js';
import { RelayRevocationService } from './relay-revocation.service.js';
import { RelayTokensBox } from './relay-tokens-box.js';
import { TokenEndpointError } from './token-endpoint.error.js';
import { tokenErrorOf } from './token-error-of.js';
import { TokenHandles, type TokenHandle } from './token-handles.js';

const GRANT_FAULT = 'Invalid "refresh_token" in request';
/** Longer than Discord is waited for, so that a turn outlives its request, and only a process that died leaves one. */
const TURN_S = 20;
const LOOK_AGAIN_MS = 100;
const PATIENCE_MS = 8_000;
/**
 * So long the handle of the generation before is served: as long as the tokens that replaced it live. A site that never
 * received them comes back when its own have ended, or when it is up again.
 */
const GENERATION_BEFORE_S = 7 * 86_400;

/**
 * Replaces a grant's tokens. Discord's refresh tokens work once, so one caller asks, on whichever process, and all are
 * served what came of it, after it was stored.
 *
 * Of a handle of long ago RFC 9700 section 4.14.2 would have the grant end. It is refused and logged only: whoever sends
 * it has proven the site's licence key, without which no handle works, so a database that was put back from a copy is
 * far likelier than a thief, and ending the grant would turn people out of all sites.
 */
@Injectable()
export class RelayRefreshService {
  private readonly logger = new Logger(RelayRefreshService.name);
  /** Refreshes under way in this process, so that callers at the same moment wait for one and not in the database. */
  private readonly underWay = new Map<string, Promise<RelayTokens>>();

  constructor(
    private readonly grants: RelayGrantsRepository,
    private readonly revocation: RelayRevocationService,
    private readonly handles: TokenHandles,
    private readonly box: RelayTokensBox,
    private readonly discord: DiscordOAuthClient,
    private readonly clock: Clock,
  ) {}

  /** Throws TokenEndpointError. */
  refresh(licence: LicenceEntity, sealed: string): Promise<RelayTokens> {
    const key = hashToken(`${licence.clientId} ${sealed}`);
    const known = this.underWay.get(key);
    if (known) return known;
    const answer = this.newTokens(licence, sealed).finally(() => this.underWay.delete(key));
    this.underWay.set(key, answer);
    return answer;
  }

  private async newTokens(licence: LicenceEntity, sealed: string): Promise<RelayTokens> {
    const handle = this.handles.open(sealed, ['refresh']);
    if (handle?.clientId !== licence.clientId) throw invalidGrant();
    const deadline = performance.now() + PATIENCE_MS;
    do {
      const answer = await this.attempt(licence, handle);
      if (answer) return answer;
      await sleep(LOOK_AGAIN_MS);
    } while (performance.now() < deadline);
    throw new TokenEndpointError('temporarily_unavailable', 'The tokens are being refreshed at this moment.', {
      status: 503,
      retryAfterSeconds: TURN_S,
    });
  }

  /** Null when somebody else is refreshing: look again. */
  private async attempt(licence: LicenceEntity, handle: TokenHandle): Promise<RelayTokens | null> {
    const now = this.clock.nowSeconds();
    const grant = await this.grants.find(handle.grantId, licence.id);
    if (!grant) throw invalidGrant();
    if (handle.generation < grant.generation) return this.servedAgain(grant, handle, now);
    if (grant.refreshLostAt !== null) return this.whatIsLeft(grant, now);
    const by = randomUUID();
    if (!(await this.grants.takeTurn(grant, by, now, now + TURN_S))) return null;
    return this.askDiscord(licence, { ...grant, refreshingBy: by }, handle);
  }

  private servedAgain(grant: RelayGrantEntity, handle: TokenHandle, now: number): RelayTokens {
    const isBefore = handle.generation === grant.generation - 1 && now - (grant.rotatedAt ?? 0) < GENERATION_BEFORE_S;
    const held = isBefore ? this.box.heldBy(grant, now) : null;
    if (held) return held;
    this.logger.warn(`A refresh token of grant ${grant.id} that was replaced long ago was used again, and refused`);
    throw invalidGrant();
  }

  /** The refresh token is spent and what replaced it never arrived; what the site has serves until it ends. */
  private whatIsLeft(grant: RelayGrantEntity, now: number): RelayTokens {
    const held = this.box.heldBy(grant, now);
    if (!held || held.expires_in === 0) throw invalidGrant();
    return held;
  }

  private async askDiscord(
    licence: LicenceEntity,
    grant: RelayGrantEntity & { refreshingBy: string },
    handle: TokenHandle,
  ): Promise<RelayTokens | null> {
    const now = this.clock.nowSeconds();
    // A handle newer than our row is what is left after this database was put back from a copy.
    const held = handle.generation > grant.generation ? null : this.box.refreshTokenOf(grant, now);
    let tokens: DiscordTokens;
    try {
      tokens = await this.discord.refresh(held ?? handle.token);
    } catch (error) {
      return this.failed(grant, error);
    }
    const generation = grant.generation + 1;
    const { clientId } = licence;
    const { discordUserId } = grant;
    const answer = this.box.answerOf({ clientId, grantId: grant.id, discordUserId, generation }, tokens);
    const stored = { tokensSealed: this.box.seal(answer), generation, now: this.clock.nowSeconds() };
    if (await this.grants.rotate(grant.id, grant.refreshingBy, stored)) return answer;
    if (await this.grants.exists(grant.id, licence.id)) return null;
    // The site let go of the person meanwhile, with the token that had just been spent.
    await this.revocation.endTokens(discordUserId, tokens.access_token);
    throw invalidGrant();
  }

  private async failed(grant: RelayGrantEntity & { refreshingBy: string }, error: unknown): Promise<RelayTokens> {
    const wasUncertain = grant.refreshingUntil !== null;
    const now = this.clock.nowSeconds();
    const isRefused = error instanceof DiscordOAuthFailure && error.code === 'invalid_grant';
    if (isRefused && wasUncertain) {
      this.logger.warn(`The refresh token of grant ${grant.id} is spent; what replaced it was lost on its way`);
      await this.grants.endTurn(grant.id, grant.refreshingBy, { refreshingUntil: null, refreshLostAt: now });
      return this.whatIsLeft(grant, now);
    }
    const isUncertain = wasUncertain || isUnknownOutcome(error);
    await this.grants.endTurn(grant.id, grant.refreshingBy, { refreshingUntil: isUncertain ? now : null });
    throw tokenErrorOf(error, GRANT_FAULT);
  }
}

/** Discord may have spent the token all the same. */
function isUnknownOutcome(error: unknown): boolean {
  return !(error instanceof DiscordOAuthFailure) || error.code === 'discord_unavailable';
}

function invalidGrant(): TokenEndpointError {
  return new TokenEndpointError('invalid_grant', GRANT_FAULT);
}
