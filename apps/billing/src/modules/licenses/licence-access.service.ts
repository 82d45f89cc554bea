import { Injectable } from '@nestjs/common';
import { parseLicenceKey } from '@pulsetech/domain';
import { Clock, constantTimeEquals, hashToken } from '@pulsetech/server-kit';
import { LRUCache } from 'lru-cache';
import { LicenceKeyThrottle } from './licence-key-throttle.js';
import type { LicenceEntity } from './licence.entity.js';
import { LicenceError } from './licences.errors.js';
import { LicencesRepository } from './licences.repository.js';

/** How long a revoked licence still works where many requests follow each other. */
const REMEMBERED_MS = 3_000;
const LICENCES_REMEMBERED = 1_000;

interface Remembered {
  readonly licence: LicenceEntity;
  readonly readAt: number;
}

export interface AuthenticateOptions {
  /** The key must be that licence's. */
  readonly clientId?: string;
  /** What was read of the licence in the last seconds will do. */
  readonly remembered?: boolean;
}

/** Who calls, told by their licence key, and whether that licence entitles them. */
@Injectable()
export class LicenceAccessService {
  /** By the hash of the key; valid keys only. */
  private readonly recent = new LRUCache<string, Remembered>({ max: LICENCES_REMEMBERED });

  constructor(
    private readonly licences: LicencesRepository,
    private readonly throttle: LicenceKeyThrottle,
    private readonly clock: Clock,
  ) {}

  /**
   * The usable licence of this key. `address`: who asks, so that keys cannot be tried out. Throws a LicenceError.
   */
  async authenticate(
    key: string,
    address: string,
    { clientId, remembered = false }: AuthenticateOptions = {},
  ): Promise<LicenceEntity> {
    const parsed = parseLicenceKey(key);
    const keyHash = hashToken(parsed.ok ? parsed.key : key);
    this.throttle.assertMayTry(address, keyHash);
    const known = remembered ? this.recall(keyHash) : undefined;
    const licence = known ?? (parsed.ok ? await this.licences.findByKeyHash(keyHash) : null);
    if (!licence || (clientId !== undefined && !constantTimeEquals(licence.clientId, clientId))) {
      this.throttle.failed(address);
      throw new LicenceError('licence_unknown');
    }
    this.throttle.succeeded(address, keyHash);
    if (!known) this.recent.set(keyHash, { licence, readAt: this.clock.nowMs() });
    this.assertUsable(licence);
    return licence;
  }

  /** The usable licence that a client id names; null when there is none such. Nothing is proven by a client id. */
  async findUsable(clientId: string): Promise<LicenceEntity | null> {
    const licence = await this.licences.findByClientId(clientId);
    return licence && this.whyUnusable(licence) === null ? licence : null;
  }

  /** The licence of a row that refers to it. Throws `unusable()` when it has ended since. */
  async requireUsableById(id: number, unusable: () => Error): Promise<LicenceEntity> {
    const licence = await this.licences.findById(id);
    if (!licence || this.whyUnusable(licence) !== null) throw unusable();
    return licence;
  }

  private recall(keyHash: string): LicenceEntity | undefined {
    const known = this.recent.get(keyHash);
    return known && this.clock.nowMs() - known.readAt < REMEMBERED_MS ? known.licence : undefined;
  }

  private assertUsable(licence: LicenceEntity): void {
    const reason = this.whyUnusable(licence);
    if (reason) throw new LicenceError(reason);
  }

  private whyUnusable(licence: LicenceEntity): 'licence_revoked' | 'licence_expired' | null {
    if (licence.status === 'revoked') return 'licence_revoked';
    const expired = licence.expiresAt !== null && licence.expiresAt <= this.clock.nowSeconds();
    return expired ? 'licence_expired' : null;
  }
}
