import { Injectable } from '@nestjs/common';
import type { TokenKind } from '@pulsetech/contracts';
import type { AddressList } from '@pulsetech/domain';
import { Clock } from '@pulsetech/server-kit';
import { LRUCache } from 'lru-cache';
import { Caches } from '../../platform/caches/caches.js';

/** Who calls the web service, with what the LMS lets the person do. */
export interface Caller {
  readonly tokenId: number;
  readonly tokenName: string;
  readonly tokenKind: TokenKind;
  /** The functions that the token is for; null for all. */
  readonly functions: ReadonlySet<string> | null;
  readonly userId: number;
  readonly username: string;
  readonly suspended: boolean;
  readonly capabilities: ReadonlySet<string>;
}

/** A caller with what has to be looked at anew for each call. */
export interface KnownCaller {
  readonly caller: Caller;
  readonly confirmed: boolean;
  readonly nologin: boolean;
  /** Whether the owner administers the site, and somebody who does not made the token. */
  readonly isOverAdmin: boolean;
  /** Unix seconds; null for ever. */
  readonly validUntil: number | null;
  /** Null for anywhere. */
  readonly addresses: AddressList | null;
  readonly lastUsedAt: number | null;
}

/** How long a caller is remembered: what another process or the LMS changes meanwhile is seen so much later. */
const CACHE_MS = 2000;
const MAX_CALLERS = 2000;

interface Entry {
  readonly known: KnownCaller;
  readonly loadedAt: number;
}

/**
 * Remembers callers by the hash of their token for a moment, so that a busy bot costs no statement for each call. Only
 * who was found is remembered: tokens that nobody has drive nobody out.
 */
@Injectable()
export class CallersCache {
  private readonly entries = new LRUCache<string, Entry>({ max: MAX_CALLERS });
  private loading = new Map<string, Promise<KnownCaller>>();

  constructor(
    private readonly clock: Clock,
    caches: Caches,
  ) {
    caches.register('web service callers', () => {
      this.purge();
    });
  }

  /** The remembered caller, or the one that `load` finds; calls at the same time load once. Failures are not kept. */
  async get(tokenHash: string, load: () => Promise<KnownCaller>): Promise<KnownCaller> {
    const now = this.clock.nowMs();
    const entry = this.entries.get(tokenHash);
    if (entry !== undefined && now - entry.loadedAt < CACHE_MS && now >= entry.loadedAt) return entry.known;
    const { loading } = this;
    const underWay = loading.get(tokenHash);
    if (underWay !== undefined) return underWay;
    const loaded = load();
    loading.set(tokenHash, loaded);
    try {
      const known = await loaded;
      // After a purge nothing is kept that may have been read before it.
      if (loading === this.loading) this.entries.set(tokenHash, { known, loadedAt: now });
      return known;
    } finally {
      loading.delete(tokenHash);
    }
  }

  forget(tokenHash: string): void {
    this.entries.delete(tokenHash);
  }

  purge(): void {
    this.entries.clear();
    this.loading = new Map();
  }
}
