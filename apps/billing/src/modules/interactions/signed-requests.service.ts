import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, HealthRegistry } from '@pulsetech/server-kit';
import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import { AppConfig } from '../../platform/config/app-config.js';
import { InteractionError } from './interactions.errors.js';
import { isSigned, publicKeyOf } from './request-signature.js';

/** How far the time of a request may be from ours, either way. */
const TOLERANCE_SECONDS = 300;
const SIGNATURES_KEPT = 50_000;

export interface SignedRequest {
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether the very same request came before. */
  readonly repeated: boolean;
}

/** Takes only what Discord signed for this application within the last minutes. */
@Injectable()
export class SignedRequests {
  private readonly key: KeyObject | null;
  private readonly seen = new LRUCache<string, true>({ max: SIGNATURES_KEPT, ttl: 2 * TOLERANCE_SECONDS * 1000 });

  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    health: HealthRegistry,
  ) {
    this.key = config.DISCORD_PUBLIC_KEY === undefined ? null : publicKeyOf(config.DISCORD_PUBLIC_KEY);
    const off = { status: 'unknown', detail: 'Off: DISCORD_PUBLIC_KEY is not set.' } as const;
    health.register('interactions', false, () => Promise.resolve(this.key === null ? off : { status: 'up' }));
  }

  get on(): boolean {
    return this.key !== null;
  }

  /** @throws InteractionError */
  open(request: Request): SignedRequest {
    if (this.key === null) throw new InteractionError('interactions_off');
    const body: unknown = request.body;
    const signature = request.get('x-signature-ed25519') ?? '';
    const timestamp = request.get('x-signature-timestamp') ?? '';
    if (!Buffer.isBuffer(body) || !this.isRecent(timestamp) || !isSigned(this.key, { signature, timestamp }, body)) {
      throw new InteractionError('signature_wrong');
    }
    const content = contentOf(body);
    if (content?.['application_id'] !== this.config.DISCORD_CLIENT_ID) throw new InteractionError('signature_wrong');
    const name = signature.toLowerCase();
    const repeated = this.seen.has(name);
    this.seen.set(name, true);
    return { body: content, repeated };
  }

  private isRecent(timestamp: string): boolean {
    if (!/^\d{1,12}$/.test(timestamp)) return false;
    return Math.abs(this.clock.nowSeconds() - Number(timestamp)) <= TOLERANCE_SECONDS;
  }
}

function contentOf(body: Buffer): Readonly<Record<string, unknown>> | null {
  try {
    const content: unknown = JSON.parse(body.toString('utf8'));
    return typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : null;
  } catch {
    // Signed, and yet no JSON: nothing that Discord sends.
    return null;
  }
}
