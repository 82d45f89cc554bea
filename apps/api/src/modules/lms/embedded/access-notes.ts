import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import { EVERY_SECONDS, MinutelyNotes } from '../../../platform/notes/minutely-notes.js';
import { UsersRepository } from './users.repository.js';

/** When people were first and last here, written as often as Moodle writes it. */
@Injectable()
export class AccessNotes implements OnApplicationShutdown {
  private readonly notes: MinutelyNotes;

  constructor(
    private readonly users: UsersRepository,
    clock: Clock,
  ) {
    this.notes = new MinutelyNotes('The last visit of user', clock, new Logger(AccessNotes.name));
  }

  /** Need not be waited for; never throws. */
  note(userId: number): Promise<void> {
    return this.notes.note(userId, (at) => this.users.noteAccess(userId, at, EVERY_SECONDS));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.notes.finish();
  }
}
