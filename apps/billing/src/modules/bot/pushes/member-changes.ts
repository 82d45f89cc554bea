import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { FollowedMembersRepository } from './followed-members.repository.js';
import { PushesRepository } from './pushes.repository.js';

/** Turns what changed in a guild into what its sites are to be told. */
@Injectable()
export class MemberChanges {
  private listener: (() => void) | null = null;

  constructor(
    private readonly followed: FollowedMembersRepository,
    private readonly pushes: PushesRepository,
  ) {}

  /**
   * Stores, in the transaction in which the change itself is stored, whom to tell about these users; how many pushes there
   * are. `at`: Unix milliseconds. `bulk`: many at once, for whom nobody waits.
   */
  async changed(
    tx: EntityManager,
    guildId: string,
    userIds: readonly string[],
    at: number,
    { bulk = false } = {},
  ): Promise<number> {
    if (userIds.length === 0) return 0;
    const followers = await this.followed.followers(tx, guildId, userIds);
    const version = randomUUID();
    await this.pushes.put(
      tx,
      followers.map((follower) => ({
        ...{ licenceId: follower.licenceId, discordUserId: follower.discordUserId, guildId, version },
        ...{ bulk: bulk ? 1 : 0, changedAt: at, dueAt: at, attempts: 0, lastFailure: null, deadAt: null },
      })),
    );
    return followers.length;
  }

  /** To be called after the transaction. */
  announce(): void {
    this.listener?.();
  }

  onStored(listener: () => void): void {
    this.listener = listener;
  }
}
