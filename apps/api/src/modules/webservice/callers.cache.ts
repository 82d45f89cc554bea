import { Injectable } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import { LRUCache } from 'lru-cache';
import { Caches } from '../../platform/caches/caches.js';

/** Who calls the web service, with what the LMS lets the person do. */
export interface Caller {
  readonly tokenId: number;
  readonly tokenName: string;
  readonly userId: number;
  readonly username: string;
  readonly suspended: boolean;
  readonly capabilities: ReadonlySet<string>;
}

/** How long a caller is remembered: what another process or the LMS changes meanwhile is seen so much later. */
const CACHE_MS = 2000;
const MAX_CALLERS = 500;

interface Entry {
  readonly caller: Promise<Caller>;
  readonly loadedAt: number;
}

/** Remembers callers by their token for a moment, so that a busy bot costs no statement for each call. */
@Injectable()
export class CallersCache {
  private readonly entries = new LRUCache<string, Entry>({ max: MAX_CALLERS });

  constructor(
    private readonly clock: Clock,
    caches: Caches,
  ) {
    caches.register('web service callers', () => {
      this.purge();
    });
  }

  /** The remembered caller, or the one that `load` finds; calls at the same time load once. Failures are not kept. */
  async get(tokenHash: string, load: () => Promise<Caller>): Promise<Caller> {
    const now = this.clock.nowMs();
    const known = this.entries.get(tokenHash);
    if (known !== undefined && now - known.loadedAt < CACHE_MS && now >= known.loadedAt) return known.caller;
    const entry = { caller: load(), loadedAt: now };
    this.entries.set(tokenHash, entry);
    try {
      return await entry.caller;
    } catch (error) {
      if (this.entries.get(tokenHash) === entry) this.entries.delete(tokenHash);
      throw error;
    }
  }

  purge(): void {
    this.entries.clear();
  }
}
