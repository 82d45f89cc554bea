import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ForgottenMembers } from '../../linking/forgotten-members.js';
import { LinksRepository } from '../../linking/links.repository.js';
import { LmsPort } from '../../lms/lms.port.js';
import { SyncRecorder } from './sync-recorder.js';
import type { SyncSubject } from './sync.types.js';

/** Users whom the LMS no longer has. */
@Injectable()
export class DeletedUsers {
  private readonly logger = new Logger('Sync');

  constructor(
    private readonly lms: LmsPort,
    private readonly links: LinksRepository,
    private readonly recorder: SyncRecorder,
    private readonly forgotten: ForgottenMembers,
  ) {}

  async isGone(userId: number): Promise<boolean> {
    return (await this.lms.findUsersByIds([userId])).length === 0;
  }

  /** Forgets the user, link and ledger: there is nothing left to take away. `tx`: as part of that transaction. */
  async forget({ userId, discordId }: Pick<SyncSubject, 'userId' | 'discordId'>, tx?: EntityManager): Promise<void> {
    await (tx ? this.recorder.forgetWithin(tx, userId) : this.recorder.forget(userId));
    if (discordId !== null) {
      await this.links.remove(userId, discordId, tx);
      this.forgotten.forget(discordId);
    }
    this.logger.log(
      { userId },
      `User ${userId} no longer exists in the LMS; what was stored about them here was removed`,
    );
  }
}
