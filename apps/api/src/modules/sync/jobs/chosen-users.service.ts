import { Injectable } from '@nestjs/common';
import type { SyncUsersResultDto } from '@pulsetech/contracts';
import { PRIORITY } from '../../../platform/queue/jobs.js';
import { LicenseService } from '../../license/license.service.js';
import { LinksRepository } from '../../linking/links.repository.js';
import { SyncJobs } from './sync-jobs.js';

/** People whom an admin picks to be synchronised now. */
@Injectable()
export class ChosenUsersService {
  constructor(
    private readonly jobs: SyncJobs,
    private readonly links: LinksRepository,
    private readonly licenses: LicenseService,
  ) {}

  /**
   * Those who are linked get their turn; the others are counted only.
   *
   * @throws LicenseError, JobsError
   */
  async queue(userIds: readonly number[]): Promise<SyncUsersResultDto> {
    await this.licenses.requireUsable();
    const wanted = [...new Set(userIds)];
    const linked = await this.links.linkedAmong(wanted);
    await Promise.all(linked.map((userId) => this.jobs.later({ userId, cause: 'manual' }, PRIORITY.push)));
    return { queued: linked.length, notLinked: wanted.length - linked.length };
  }
}
