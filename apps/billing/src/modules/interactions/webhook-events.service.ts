import { Injectable, Logger } from '@nestjs/common';
import { isSnowflake } from '@pulsetech/domain';
import { Clock } from '@pulsetech/server-kit';
import type { Request } from 'express';
import { RelayData } from '../oauth-relay/relay-data.service.js';
import { SignedRequests } from './signed-requests.service.js';

/** What Discord reports about the application: https://docs.discord.com/developers/events/webhook-events */
@Injectable()
export class WebhookEvents {
  private readonly logger = new Logger(WebhookEvents.name);

  constructor(
    private readonly requests: SignedRequests,
    private readonly relay: RelayData,
    private readonly clock: Clock,
  ) {}

  /** May come again, and in any order. @throws InteractionError for what Discord did not sign. */
  async receive(request: Request): Promise<void> {
    const event = this.requests.open(request).body['event'];
    const userId = deauthorisedUser(event);
    if (userId === null) return;
    await this.relay.forgetPerson(userId, timeOf(event) ?? this.clock.nowSeconds());
    this.logger.log(`Discord reported that user ${userId} withdrew the authorisation`);
  }
}

function deauthorisedUser(event: unknown): string | null {
  const { type, data } = fields(event);
  const id = type === 'APPLICATION_DEAUTHORIZED' ? fields(fields(data)['user'])['id'] : null;
  return typeof id === 'string' && isSnowflake(id) ? id : null;
}

/** When it happened, Unix seconds; Discord tries for ten minutes to tell. */
function timeOf(event: unknown): number | null {
  const { timestamp } = fields(event);
  const ms = typeof timestamp === 'string' ? Date.parse(timestamp) : NaN;
  return Number.isNaN(ms) ? null : Math.floor(ms / 1000);
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
