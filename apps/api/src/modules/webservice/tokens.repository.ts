import { Injectable } from '@nestjs/common';
import type { TokenKind } from '@pulsetech/contracts';
import { Clock, constantTimeEquals } from '@pulsetech/server-kit';
import { DataSource, IsNull, Not, type Repository } from 'typeorm';
import { ExternalTokenEntity } from './external-token.entity.js';

/** How far a token reaches; null everywhere is a token that may do all that its owner may, from anywhere, for ever. */
export interface TokenLimits {
  readonly functions: readonly string[] | null;
  /** The last second in which it works, Unix seconds. */
  readonly validUntil: number | null;
  /** In Moodle's syntax. */
  readonly addresses: string | null;
}

export interface NewToken extends TokenLimits {
  readonly name: string;
  readonly hash: string;
  readonly kind: TokenKind;
  readonly userId: number;
  /** Null on the command line. */
  readonly creatorId: number | null;
}

/** A token without its secret. Times are Unix seconds. */
export interface StoredToken extends TokenLimits {
  readonly id: number;
  readonly name: string;
  readonly kind: TokenKind;
  readonly userId: number;
  readonly creatorId: number | null;
  readonly createdAt: number;
  /** When it was refused for the first time because it had expired. */
  readonly expiredAt: number | null;
  readonly lastUsedAt: number | null;
  readonly lastUsedFrom: string | null;
}

@Injectable()
export class TokensRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async insert(token: NewToken): Promise<StoredToken> {
    const row = await this.rows().save(
      this.rows().create({
        name: token.name,
        token_hash: token.hash,
        userid: token.userId,
        timecreated: this.clock.nowSeconds(),
        lastaccess: null,
        kind: token.kind,
        functions: token.functions === null ? null : JSON.stringify(token.functions),
        valid_until: token.validUntil,
        expired_at: null,
        ip_restriction: token.addresses,
        service: null,
        nonce: null,
        key_id: null,
        creatorid: token.creatorId,
        lastip: null,
      }),
    );
    return toToken(row);
  }

  /**
   * By the unique index. What is looked up and compared are hashes: how long it takes tells how far an attacker's hash
   * agrees with a stored one at best, and nothing about any token.
   */
  async findByHash(hash: string): Promise<StoredToken | null> {
    const row = await this.rows().findOneBy({ token_hash: hash });
    return row !== null && constantTimeEquals(row.token_hash, hash) ? toToken(row) : null;
  }

  async list(): Promise<StoredToken[]> {
    return (await this.rows().find({ order: { id: 'ASC' } })).map(toToken);
  }

  /** The hashes of the billing server's tokens. */
  async billingHashes(): Promise<string[]> {
    const rows = await this.rows().find({ select: { token_hash: true }, where: { kind: 'billing' } });
    return rows.map(({ token_hash }) => token_hash);
  }

  /** Whether there was such a token. */
  async remove(id: number): Promise<boolean> {
    return (await this.rows().delete({ id })).affected === 1;
  }

  /** Ends every token of the billing server but this one; answers how many there were. */
  async removeBillingTokensBut(id: number): Promise<number> {
    return (await this.rows().delete({ kind: 'billing', id: Not(id) })).affected ?? 0;
  }

  /**
   * Marks a token as refused because it has expired; false when another call was first. By its hash too: the row of a
   * login token becomes another token's when the person logs in again.
   */
  async markExpired(id: number, hash: string, at: number): Promise<boolean> {
    const refused = { id, token_hash: hash, expired_at: IsNull() };
    return (await this.rows().update(refused, { expired_at: at })).affected === 1;
  }

  async touch(id: number, at: number, address: string): Promise<void> {
    await this.rows().update({ id }, { lastaccess: at, lastip: address });
  }

  private rows(): Repository<ExternalTokenEntity> {
    return this.dataSource.getRepository(ExternalTokenEntity);
  }
}

function toToken(row: ExternalTokenEntity): StoredToken {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    userId: row.userid,
    functions: row.functions === null ? null : readNames(row.functions),
    validUntil: row.valid_until,
    addresses: row.ip_restriction,
    creatorId: row.creatorid,
    createdAt: row.timecreated,
    expiredAt: row.expired_at,
    lastUsedAt: row.lastaccess,
    lastUsedFrom: row.lastip,
  };
}

function readNames(json: string): string[] {
  const names: unknown = JSON.parse(json);
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    throw new Error('The functions of a stored token are no list of names.');
  }
  return names;
}
