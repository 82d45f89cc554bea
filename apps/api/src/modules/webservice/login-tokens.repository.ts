import { Injectable } from '@nestjs/common';
import { Clock, isUniqueViolation } from '@pulsetech/server-kit';
import { DataSource } from 'typeorm';
import { ExternalTokenEntity } from './external-token.entity.js';

export interface LoginTokenOwner {
  readonly userId: number;
  /** Short name of the service. */
  readonly service: string;
}

/** What a login token is made of. */
export interface LoginTokenSource {
  readonly nonce: string;
  readonly keyId: string;
  readonly hash: string;
  /** Unix seconds. */
  readonly validUntil: number;
}

export interface StoredLoginToken extends Omit<LoginTokenSource, 'validUntil'> {
  readonly id: number;
  readonly validUntil: number | null;
  /** When it was refused for the first time because it had expired. */
  readonly expiredAt: number | null;
}

/** The tokens of people who sign in at `/login/token.php`: one row for each person and service. */
@Injectable()
export class LoginTokensRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async find({ userId, service }: LoginTokenOwner): Promise<StoredLoginToken | null> {
    const row = await this.dataSource.manager.findOneBy(ExternalTokenEntity, { userid: userId, service });
    return row === null ? null : toLoginToken(row);
  }

  /** False when there is one already. */
  async insert({ userId, service }: LoginTokenOwner, name: string, source: LoginTokenSource): Promise<boolean> {
    try {
      await this.dataSource.manager.insert(ExternalTokenEntity, {
        name,
        kind: 'login',
        userid: userId,
        creatorid: userId,
        service,
        ...this.columnsOf(source),
      });
      return true;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      return false;
    }
  }

  /** Makes it another token; false when somebody else has done so, or it is gone. */
  async replace({ id, nonce }: StoredLoginToken, source: LoginTokenSource): Promise<boolean> {
    const { affected } = await this.dataSource.manager.update(
      ExternalTokenEntity,
      { id, nonce },
      { ...this.columnsOf(source), expired_at: null, lastaccess: null, lastip: null },
    );
    return affected === 1;
  }

  async removeOf(userId: number): Promise<void> {
    await this.dataSource.manager.delete(ExternalTokenEntity, { userid: userId, kind: 'login' });
  }

  private columnsOf({ nonce, keyId, hash, validUntil }: LoginTokenSource): Partial<ExternalTokenEntity> {
    return { nonce, key_id: keyId, token_hash: hash, valid_until: validUntil, timecreated: this.clock.nowSeconds() };
  }
}

function toLoginToken(row: ExternalTokenEntity): StoredLoginToken {
  const { id, nonce, key_id, token_hash, valid_until, expired_at } = row;
  return {
    id,
    nonce: nonce ?? '',
    keyId: key_id ?? '',
    hash: token_hash,
    validUntil: valid_until,
    expiredAt: expired_at,
  };
}
