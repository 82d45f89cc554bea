import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import { MinutelyNotes } from '../../platform/notes/minutely-notes.js';
import type { KnownCaller } from './callers.cache.js';
import { TokensRepository } from './tokens.repository.js';

/**
 * Writes when and from where tokens were used last, beside the calls and at most once a minute for each token. That is no
 * visit of the owner: Moodle does not count calls as such either.
 */
@Injectable()
export class TokenUse implements OnApplicationShutdown {
  private readonly notes: MinutelyNotes;

  constructor(
    private readonly tokens: TokensRepository,
    clock: Clock,
  ) {
    this.notes = new MinutelyNotes('The last use of web service token', clock, new Logger(TokenUse.name));
  }

  /** Returns at once; never throws. */
  note({ caller: { tokenId }, lastUsedAt }: KnownCaller, address: string): void {
    void this.notes.note(tokenId, (at) => this.tokens.touch(tokenId, at, address), lastUsedAt ?? 0);
  }

  /** When all that was noted until now is written. */
  settled(): Promise<void> {
    return this.notes.settled();
  }

  /** After the last call has ended, and before the database is closed. */
  async onApplicationShutdown(): Promise<void> {
    await this.notes.finish();
  }
}
