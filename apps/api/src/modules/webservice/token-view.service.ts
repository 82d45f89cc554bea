import { Injectable } from '@nestjs/common';
import type { TokenDto, TokenState } from '@pulsetech/contracts';
import { Clock } from '@pulsetech/server-kit';
import { LmsPort, type LmsUser } from '../lms/lms.port.js';
import type { StoredToken } from './tokens.repository.js';

/** Tokens as people see them: with names for ids, and whether they work. */
@Injectable()
export class TokenViewService {
  constructor(
    private readonly lms: LmsPort,
    private readonly clock: Clock,
  ) {}

  async show(tokens: readonly StoredToken[]): Promise<TokenDto[]> {
    const ids = tokens.flatMap(({ userId, creatorId }) => [userId, ...(creatorId === null ? [] : [creatorId])]);
    const people = new Map((await this.lms.findUsersByIds([...new Set(ids)])).map((user) => [user.id, user]));
    return tokens.map((token) => this.toDto(token, people));
  }

  /** A token whose owner is known. */
  async showOne(token: StoredToken, owner: LmsUser): Promise<TokenDto> {
    const { creatorId } = token;
    const creators = creatorId === null || creatorId === owner.id ? [] : await this.lms.findUsersByIds([creatorId]);
    return this.toDto(token, new Map([owner, ...creators].map((user) => [user.id, user])));
  }

  private toDto(token: StoredToken, people: ReadonlyMap<number, LmsUser>): TokenDto {
    const owner = people.get(token.userId);
    return {
      id: token.id,
      name: token.name,
      kind: token.kind,
      owner: nameOf(token.userId, owner),
      state: this.stateOf(token, owner),
      functions: token.functions,
      validUntil: token.validUntil,
      addresses: token.addresses,
      createdBy: token.creatorId === null ? null : nameOf(token.creatorId, people.get(token.creatorId)),
      createdAt: token.createdAt,
      lastUsedAt: token.lastUsedAt,
      lastUsedFrom: token.lastUsedFrom,
    };
  }

  private stateOf({ validUntil }: StoredToken, owner: LmsUser | undefined): TokenState {
    if (validUntil !== null && validUntil < this.clock.nowSeconds()) return 'expired';
    if (!owner) return 'owner_deleted';
    if (!owner.confirmed) return 'owner_unconfirmed';
    if (owner.suspended) return 'owner_suspended';
    return owner.nologin ? 'owner_nologin' : 'active';
  }
}

function nameOf(id: number, user: LmsUser | undefined): string {
  return user?.username ?? `deleted user ${id}`;
}
