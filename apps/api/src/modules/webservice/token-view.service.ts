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
    const admins = await this.adminsAmong(tokens);
    return tokens.map((token) => this.toDto(token, people, admins));
  }

  /** A token whose owner is known. */
  async showOne(token: StoredToken, owner: LmsUser): Promise<TokenDto> {
    const { creatorId } = token;
    const creators = creatorId === null || creatorId === owner.id ? [] : await this.lms.findUsersByIds([creatorId]);
    const admins = await this.adminsAmong([token]);
    return this.toDto(token, new Map([owner, ...creators].map((user) => [user.id, user])), admins);
  }

  /** Who administers the site, of those who own tokens that others made, or made them. */
  private async adminsAmong(tokens: readonly StoredToken[]): Promise<ReadonlySet<number>> {
    const ids = new Set(
      tokens.flatMap(({ userId, creatorId }) =>
        creatorId === null || creatorId === userId ? [] : [userId, creatorId],
      ),
    );
    const admins = new Set<number>();
    for (const id of ids) if (await this.lms.isSiteAdmin(id)) admins.add(id);
    return admins;
  }

  private toDto(token: StoredToken, people: ReadonlyMap<number, LmsUser>, admins: ReadonlySet<number>): TokenDto {
    const owner = people.get(token.userId);
    return {
      id: token.id,
      name: token.name,
      kind: token.kind,
      owner: nameOf(token.userId, owner),
      state: this.stateOf(token, owner, admins),
      functions: token.functions,
      validUntil: token.validUntil,
      addresses: token.addresses,
      createdBy: token.creatorId === null ? null : nameOf(token.creatorId, people.get(token.creatorId)),
      createdAt: token.createdAt,
      lastUsedAt: token.lastUsedAt,
      lastUsedFrom: token.lastUsedFrom,
    };
  }

  private stateOf(token: StoredToken, owner: LmsUser | undefined, admins: ReadonlySet<number>): TokenState {
    const { validUntil, userId, creatorId } = token;
    if (validUntil !== null && validUntil < this.clock.nowSeconds()) return 'expired';
    if (!owner) return 'owner_deleted';
    if (!owner.confirmed) return 'owner_unconfirmed';
    if (owner.suspended) return 'owner_suspended';
    if (owner.nologin) return 'owner_nologin';
    const isOverAdmin = creatorId !== null && creatorId !== userId && admins.has(userId) && !admins.has(creatorId);
    return isOverAdmin ? 'owner_promoted' : 'active';
  }
}

function nameOf(id: number, user: LmsUser | undefined): string {
  return user?.username ?? `deleted user ${id}`;
}
