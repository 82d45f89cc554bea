import { Injectable } from '@nestjs/common';
import { Clock, constantTimeEquals } from '@pulsetech/server-kit';
import { DataSource, type Repository } from 'typeorm';
import { ExternalTokenEntity } from './external-token.entity.js';

/** A token without its secret. Times are Unix seconds. */
export interface StoredToken {
  readonly id: number;
  readonly name: string;
  readonly userId: number;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

@Injectable()
export class TokensRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async insert(token: { readonly name: string; readonly hash: string; readonly userId: number }): Promise<StoredToken> {
    const row = await this.rows().save(
      this.rows().create({
        name: token.name,
        token_hash: token.hash,
        userid: token.userId,
        timecreated: this.clock.nowSeconds(),
        lastaccess: null,
      }),
    );
    return toToken(row);
  }

  async findByHash(hash: string): Promise<StoredToken | null> {
    const row = await this.rows().findOneBy({ token_hash: hash });
    return row !== null && constantTimeEquals(row.token_hash, hash) ? toToken(row) : null;
  }

  async list(): Promise<StoredToken[]> {
    return (await this.rows().find({ order: { id: 'ASC' } })).map(toToken);
  }

  /** Whether there was such a token. */
  async remove(id: number): Promise<boolean> {
    return (await this.rows().delete({ id })).affected === 1;
  }

  async touch(id: number, at: number): Promise<void> {
    await this.rows().update({ id }, { lastaccess: at });
  }

  private rows(): Repository<ExternalTokenEntity> {
    return this.dataSource.getRepository(ExternalTokenEntity);
  }
}

function toToken({ id, name, userid, timecreated, lastaccess }: ExternalTokenEntity): StoredToken {
  return { id, name, userId: userid, createdAt: timecreated, lastUsedAt: lastaccess };
}
