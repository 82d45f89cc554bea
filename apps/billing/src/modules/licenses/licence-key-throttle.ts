import { Injectable } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import { LRUCache } from 'lru-cache';
import { askingNetwork } from './asking-network.js';
import { LicenceError } from './licences.errors.js';

const WINDOW_MS = 10 * 60_000;
const FAILURES_ALLOWED = 20;
const ADDRESSES_REMEMBERED = 10_000;

/**
 * Keeps keys from being tried out: a network that showed too many wrong ones is refused for a while. Keys that this
 * network has shown to be right stay welcome, so that one bad neighbour behind the same address locks nobody out.
 */
@Injectable()
export class LicenceKeyThrottle {
  private readonly failures = new LRUCache<string, number[]>({ max: ADDRESSES_REMEMBERED });
  private readonly proven = new LRUCache<string, true>({ max: ADDRESSES_REMEMBERED });

  constructor(private readonly clock: Clock) {}

  assertMayTry(address: string, keyHash: string): void {
    if (this.proven.has(`${askingNetwork(address)} ${keyHash}`)) return;
    const recent = this.recentFailures(askingNetwork(address));
    const oldest = recent[0];
    if (oldest === undefined || recent.length < FAILURES_ALLOWED) return;
    const waitMs = oldest + WINDOW_MS - this.clock.nowMs();
    throw new LicenceError('too_many_requests', { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) });
  }

  failed(address: string): void {
    const network = askingNetwork(address);
    const failures = [...this.recentFailures(network), this.clock.nowMs()];
    this.failures.set(network, failures.slice(-FAILURES_ALLOWED));
  }

  succeeded(address: string, keyHash: string): void {
    this.proven.set(`${askingNetwork(address)} ${keyHash}`, true);
  }

  private recentFailures(network: string): number[] {
    const since = this.clock.nowMs() - WINDOW_MS;
    return (this.failures.get(network) ?? []).filter((at) => at > since);
  }
}
