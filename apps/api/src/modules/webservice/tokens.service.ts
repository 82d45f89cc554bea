import { Injectable } from '@nestjs/common';
import type { TokenDto } from '@pulsetech/contracts';
import { Clock, hashToken, moodleToken } from '@pulsetech/server-kit';
import { LmsPort, type LmsUser } from '../lms/lms.port.js';
import { CallersCache } from './callers.cache.js';
import { TokensError } from './tokens.errors.js';
import { TokensRepository, type StoredToken } from './tokens.repository.js';

/** A new token; this is the only time that it is known. */
export interface CreatedToken {
  readonly token: string;
  readonly details: TokenDto;
}

/** Whose token one is. */
export interface TokenOwner {
  readonly tokenId: number;
  readonly tokenName: string;
  readonly userId: number;
}

/** How often the time of the last use is written, in seconds. */
const TOUCH_SECONDS = 60;

/** The tokens that bots call the web service with. */
@Injectable()
export class TokensService {
  constructor(
    private readonly tokens: TokensRepository,
    private readonly callers: CallersCache,
    private readonly lms: LmsPort,
    private readonly clock: Clock,
  ) {}

  /** Makes a token with the rights of its owner. Throws TokensError when there is no such user. */
  async create(name: string, ownerId: number): Promise<CreatedToken> {
    const [owner] = await this.lms.findUsersByIds([ownerId]);
    if (!owner) throw ownerNotFound();
    const token = moodleToken();
    const stored = await this.tokens.insert({ name, hash: hashToken(token), userId: ownerId });
    return { token, details: toDto(stored, owner) };
  }

  /** The same for an owner known by username. */
  async createFor(name: string, ownerUsername: string): Promise<CreatedToken> {
    const owner = await this.lms.findUserByUsername(ownerUsername);
    if (!owner) throw ownerNotFound();
    return this.create(name, owner.id);
  }

  async list(): Promise<TokenDto[]> {
    const tokens = await this.tokens.list();
    const owners = await this.lms.findUsersByIds([...new Set(tokens.map(({ userId }) => userId))]);
    const byId = new Map(owners.map((owner) => [owner.id, owner]));
    return tokens.map((token) => toDto(token, byId.get(token.userId)));
  }

  /** The token stops working here at once and in other processes within seconds. Throws TokensError when unknown. */
  async revoke(id: number): Promise<void> {
    const removed = await this.tokens.remove(id);
    this.callers.purge();
    if (!removed) throw new TokensError('token_not_found', 'This token does not exist any more. Reload the list.');
  }

  /** The token with its owner; null when it is unknown. Notes the use, at most once a minute. */
  async ownerOf(token: string): Promise<TokenOwner | null> {
    const stored = await this.tokens.findByHash(hashToken(token));
    if (stored === null) return null;
    const now = this.clock.nowSeconds();
    if (stored.lastUsedAt === null || now - stored.lastUsedAt >= TOUCH_SECONDS) await this.tokens.touch(stored.id, now);
    return { tokenId: stored.id, tokenName: stored.name, userId: stored.userId };
  }
}

function ownerNotFound(): TokensError {
  return new TokensError('token_owner_not_found', 'There is no user with this name. Check the username of the owner.');
}

function toDto({ id, name, userId, createdAt, lastUsedAt }: StoredToken, owner: LmsUser | undefined): TokenDto {
  return { id, name, owner: owner?.username ?? `deleted user ${userId}`, createdAt, lastUsedAt };
}
