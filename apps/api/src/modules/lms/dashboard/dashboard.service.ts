import { Injectable } from '@nestjs/common';
import type { DashboardDto } from '@pulsetech/contracts';
import { LinksRepository } from '../../linking/links.repository.js';
import { SyncViewService } from '../../sync/view/sync-view.service.js';
import { LmsPort } from '../lms.port.js';

@Injectable()
export class DashboardService {
  constructor(
    private readonly lms: LmsPort,
    private readonly links: LinksRepository,
    private readonly syncView: SyncViewService,
  ) {}

  /** The courses of a person, and for those that came by Discord the Discord roles that gave them. */
  async of(userId: number): Promise<DashboardDto> {
    const [courses, because, link] = await Promise.all([
      this.lms.listUserCourses(userId),
      this.syncView.becauseOf(userId),
      this.links.findByUserId(userId),
    ]);
    return {
      courses: courses.map(({ id, shortname, fullname, roles }) => ({
        id,
        shortname,
        fullname,
        roles: roles.map((role) => role.name),
        because: because.get(id) ?? [],
      })),
      discord: link && { username: link.username, lastSyncedAt: link.lastSyncedAt },
    };
  }
}
