import { Injectable } from '@nestjs/common';
import { isUniqueViolation } from '@pulsetech/server-kit';
import { DataSource } from 'typeorm';
import { SiteEntity } from './site.entity.js';

@Injectable()
export class SitesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Replaces what was registered for the licence before. */
  async put(site: Omit<SiteEntity, 'id'>): Promise<void> {
    try {
      await this.dataSource.manager.insert(SiteEntity, site);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      await this.dataSource.manager.update(SiteEntity, { licenceId: site.licenceId }, site);
    }
  }
}
