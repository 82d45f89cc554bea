import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { BotState } from '@pulsetech/contracts';
import { DiscordGateway, type GatewayCondition } from '@pulsetech/discord-client';
import { Clock, HealthRegistry } from '@pulsetech/server-kit';
import { AppConfig } from '../../../platform/config/app-config.js';
import { MirrorWalks } from '../mirror/mirror-walks.service.js';
import { PushSender } from '../pushes/push-sender.service.js';
import { GatewayIngest } from './gateway-ingest.service.js';
import { GatewaySessionsRepository } from './gateway-sessions.repository.js';
import { GatewayStatus } from './gateway-status.js';

/** Whoever has the gateway says so again and again; a process that was killed is followed by another after this long. */
const OWNED_MS = 12_000;
const RENEWED_MS = 3_000;
/** A page that is being read need not be waited for. */
const WALK_ENDS_MS = 2_000;

/**
 * Keeps the bot connected from one process, whichever of several on the same database it is, and starts what depends on it:
 * walks and pushes.
 */
@Injectable()
export class GatewayService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Gateway');
  private readonly owner = randomUUID();
  private gateway: DiscordGateway | null = null;
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private isStopping = false;

  constructor(
    private readonly config: AppConfig,
    private readonly sessions: GatewaySessionsRepository,
    private readonly ingest: GatewayIngest,
    private readonly walks: MirrorWalks,
    private readonly sender: PushSender,
    private readonly status: GatewayStatus,
    private readonly clock: Clock,
    health: HealthRegistry,
  ) {
    health.register('gateway', false, () => {
      const { state } = this.status;
      const status = state === 'live' ? 'up' : state === 'off' || state === 'connecting' ? 'unknown' : 'down';
      return Promise.resolve({ status, detail: state });
    });
  }

  onApplicationBootstrap(): void {
    if (this.config.DISCORD_GATEWAY === 'off') {
      this.logger.log('The gateway is off: sites hear of changes by their own runs only');
      return;
    }
    this.status.become('connecting');
    this.keep();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.timer);
    await this.turn;
    if (!this.gateway) return;
    await this.letGo();
    await this.sessions.release(this.owner);
  }

  private keep(): void {
    this.turn = this.keepOwning()
      .catch((error: unknown) => this.logger.error({ err: error }, 'The gateway could not be kept; it is tried again'))
      .finally(() => {
        if (!this.isStopping) this.timer = setTimeout(() => this.keep(), RENEWED_MS);
      });
  }

  private async keepOwning(): Promise<void> {
    const now = this.clock.nowMs();
    const isOurs = await this.sessions.own(this.owner, now, now + OWNED_MS);
    if (this.isStopping) return;
    if (isOurs && !this.gateway) await this.takeUp();
    if (!isOurs && this.gateway) await this.letGo();
  }

  private async takeUp(): Promise<void> {
    const { session } = await this.sessions.read();
    this.ingest.begin(this.owner, () => void this.letGo());
    const gateway = new DiscordGateway({
      token: this.config.DISCORD_BOT_TOKEN,
      apiUrl: this.config.DISCORD_API_URL,
      session,
      nowMs: () => this.clock.nowMs(),
      onTold: (told) => this.ingest.take(told),
      onCondition: (condition) => this.changed(condition),
    });
    this.gateway = gateway;
    this.status.hearBy(() => gateway.confirmedAt);
    gateway.open();
    this.walks.start(() => gateway.condition.tellsOfMembers);
    this.sender.start();
  }

  private async letGo(): Promise<void> {
    const { gateway } = this;
    this.gateway = null;
    this.walks.stop();
    await gateway?.close();
    await this.ingest.stop();
    await this.walks.ended(WALK_ENDS_MS);
    await this.sender.stop();
  }

  private changed(condition: GatewayCondition): void {
    if (condition.state !== 'live') this.ingest.broke();
    this.status.become(stateOf(condition));
    this.say(condition);
  }

  private say(condition: GatewayCondition): void {
    const state = stateOf(condition);
    if (state === 'live') this.logger.log('The bot hears Discord');
    else if (state === 'no_intent') {
      this.logger.error(
        'Discord does not let the bot hear of members: turn on "Server Members Intent" for the application in the Discord ' +
          'Developer Portal (Bot), then restart this server. Until then members are read every ten minutes.',
      );
    } else if (state === 'unauthorized') {
      this.logger.error(
        'Discord does not know DISCORD_BOT_TOKEN: enter the token of the application and restart this server.',
      );
    } else this.logger.warn(`The bot does not hear Discord: ${state}`);
  }
}

function stateOf({ state, tellsOfMembers }: GatewayCondition): BotState {
  if (state === 'live') return tellsOfMembers ? 'live' : 'no_intent';
  return state === 'closed' ? 'connecting' : state;
}
