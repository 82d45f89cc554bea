import { Injectable } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import { LRUCache } from 'lru-cache';
import { UsersRepository } from './users.repository.js';

/** As often as Moodle writes it. */
const EVERY_SECONDS = 60;
const MAX_PEOPLE = 10_000;

/** When people were first and last here. What was written a moment ago is remembered, and costs no statement. */
@Injectable()
export class AccessNotes {
  private readonly writtenAt = new LRUCache<number, number>({ max: MAX_PEOPLE });

  constructor(
    private readonly users: UsersRepository,
    private readonly clock: Clock,
  ) {}

  async note(userId: number): Promise<void> {
    const now = this.clock.nowSeconds();
    const last = this.writtenAt.get(userId);
    if (last !== undefined && now >= last && now - last < EVERY_SECONDS) return;
    this.writtenAt.set(userId, now);
    await this.users.noteAccess(userId, now, EVERY_SECONDS);
  }
}
