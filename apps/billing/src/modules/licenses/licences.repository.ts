import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { LicenceRedirectUriEntity } from './licence-redirect-uri.entity.js';
import { LicenceEntity } from './licence.entity.js';

type NewLicence = Omit<LicenceEntity, 'id'>;

@Injectable()
export class LicencesRepository {
  constructor(private readonly dataSource: DataSource) {}

  findByKeyHash(keyHash: string): Promise<LicenceEntity | null> {
    return this.dataSource.manager.findOneBy(LicenceEntity, { keyHash });
  }

  findByClientId(clientId: string): Promise<LicenceEntity | null> {
    return this.dataSource.manager.findOneBy(LicenceEntity, { clientId });
  }

  findById(id: number): Promise<LicenceEntity | null> {
    return this.dataSource.manager.findOneBy(LicenceEntity, { id });
  }

  /** All licences, the oldest first. */
  list(): Promise<LicenceEntity[]> {
    return this.dataSource.manager.find(LicenceEntity, { order: { id: 'ASC' } });
  }

  async insert(tx: EntityManager, licence: NewLicence, redirectUris: readonly string[]): Promise<void> {
    const { identifiers } = await tx.insert(LicenceEntity, licence);
    const licenceId = Number(identifiers[0]?.['id']);
    for (const uri of redirectUris) await tx.insert(LicenceRedirectUriEntity, { licenceId, uri });
  }

  async update(id: number, changes: Partial<NewLicence>): Promise<void> {
    await this.dataSource.manager.update(LicenceEntity, { id }, changes);
  }

  async redirectUris(licenceId: number): Promise<string[]> {
    const rows = await this.dataSource.manager.find(LicenceRedirectUriEntity, {
      where: { licenceId },
      order: { id: 'ASC' },
    });
    return rows.map((row) => row.uri);
  }
}
