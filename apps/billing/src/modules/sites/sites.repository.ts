import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SiteEntity } from './site.entity.js';

@Injectable()
export class SitesRepository {
  constructor(private readonly dataSource: DataSource) {}

  find(licenceId: number): Promise<SiteEntity | null> {
    return this.dataSource.manager.findOneBy(SiteEntity, { licenceId });
  }

  /** Replaces what was registered for the licence before. */
  async put(tx: EntityManager, site: Omit<SiteEntity, 'id'>): Promise<void> {
    await tx.delete(SiteEntity, { licenceId: site.licenceId });
    await tx.insert(SiteEntity, site);
  }
}
