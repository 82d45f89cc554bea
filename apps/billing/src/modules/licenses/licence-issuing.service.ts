import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isSnowflake, makeLicenceKey } from '@pulsetech/domain';
import { Clock, Transactions, hashToken, randomToken } from '@pulsetech/server-kit';
import type { LicenceEntity } from './licence.entity.js';
import { LicenceCommandError } from './licences.errors.js';
import { LicencesRepository } from './licences.repository.js';
import { assertRedirectUri } from './redirect-uri.js';

const NAME_MAX = 100;

export interface LicenceOrder {
  readonly guildId: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  /** Unix seconds, or null. */
  readonly expiresAt: number | null;
}

export interface LicenceRecord extends LicenceEntity {
  readonly redirectUris: readonly string[];
}

/** What the operator does with licences. */
@Injectable()
export class LicenceIssuingService {
  constructor(
    private readonly licences: LicencesRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Makes a licence. The key is returned this once; only its hash is kept. */
  async issue(order: LicenceOrder): Promise<{ key: string; clientId: string }> {
    if (!isSnowflake(order.guildId)) throw refused('The guild id of a Discord server has 17 to 20 digits.');
    const name = order.name.trim();
    if (name === '' || name.length > NAME_MAX) throw refused(`A name of 1 to ${NAME_MAX} characters is needed.`);
    if (order.redirectUris.length === 0) throw refused('At least one redirect URI is needed.');
    order.redirectUris.forEach(assertRedirectUri);
    const now = this.clock.nowSeconds();
    requireExpiry(order.expiresAt, now);
    const key = makeLicenceKey((below) => randomInt(below));
    const licence = {
      clientId: randomToken(16),
      keyHash: hashToken(key),
      keyTail: key.slice(-4),
      name,
      guildId: order.guildId,
      status: 'active' as const,
      expiresAt: order.expiresAt,
      siteUrl: null,
      verifiedAt: null,
      createdAt: now,
      modifiedAt: now,
    };
    await this.transactions.run((tx) => this.licences.insert(tx, licence, [...new Set(order.redirectUris)]));
    return { key, clientId: licence.clientId };
  }

  list(): Promise<LicenceEntity[]> {
    return this.licences.list();
  }

  async show(clientId: string): Promise<LicenceRecord> {
    const licence = await this.find(clientId);
    return { ...licence, redirectUris: await this.licences.redirectUris(licence.id) };
  }

  /** Ends a licence at once, for good. */
  async revoke(clientId: string): Promise<void> {
    const licence = await this.find(clientId);
    await this.licences.update(licence.id, { status: 'revoked', modifiedAt: this.clock.nowSeconds() });
  }

  /** Sets another day of expiry, or none. */
  async extend(clientId: string, expiresAt: number | null): Promise<void> {
    const licence = await this.find(clientId);
    if (licence.status === 'revoked') throw refused('This licence has been revoked; issue a new one.');
    requireExpiry(expiresAt, this.clock.nowSeconds());
    await this.licences.update(licence.id, { expiresAt, modifiedAt: this.clock.nowSeconds() });
  }

  private async find(clientId: string): Promise<LicenceEntity> {
    const licence = await this.licences.findByClientId(clientId);
    if (!licence) throw new LicenceCommandError('not_found', `There is no licence with the client id ${clientId}.`);
    return licence;
  }
}

/** The columns of both databases hold times up to 19 January 2038 (32 bits). */
const LATEST_EXPIRY = 2 ** 31 - 1;

function requireExpiry(expiresAt: number | null, now: number): void {
  if (expiresAt === null) return;
  if (expiresAt <= now) throw refused('The day of expiry has passed already.');
  if (expiresAt > LATEST_EXPIRY) {
    throw refused('A day of expiry can be 18 January 2038 at the latest; without one the licence does not expire.');
  }
}

function refused(message: string): LicenceCommandError {
  return new LicenceCommandError('invalid_request', message);
}
