import { Injectable } from '@nestjs/common';
import { isUniqueViolation } from '@pulsetech/server-kit';
import { DataSource } from 'typeorm';
import { SiteEntity } from './site.entity.js';

export type PushHealth = Partial<Pick<SiteEntity, 'pushSucceededAt' | 'pushFailedAt' | 'pushFailure'>>;
type Registration = Pick<SiteEntity, 'licenceId' | 'url' | 'tokenSealed' | 'registeredAt' | 'version'>;

@Injectable()
export class SitesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Replaces what was registered for the licence before. */
  async put(site: Registration): Promise<void> {
    const untried = { pushSucceededAt: null, pushFailedAt: null, pushFailure: null };
    try {
      await this.dataSource.manager.insert(SiteEntity, { ...site, ...untried });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      await this.dataSource.manager.update(SiteEntity, { licenceId: site.licenceId }, { ...site, pushFailure: null });
    }
  }

  find(licenceId: number): Promise<SiteEntity | null> {
    return this.dataSource.manager.findOneBy(SiteEntity, { licenceId });
  }

  async notePush(licenceId: number, health: PushHealth): Promise<void> {
    await this.dataSource.manager.update(SiteEntity, { licenceId }, health);
  }
}
