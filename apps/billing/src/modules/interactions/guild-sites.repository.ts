import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { LicenceEntity } from '../licenses/licence.entity.js';
import { RelayGrantEntity } from '../oauth-relay/relay-grant.entity.js';
import { SiteEntity } from '../sites/site.entity.js';

export interface LicensedSite {
  readonly licence: LicenceEntity;
  /** Null before the site registered itself. */
  readonly site: Pick<SiteEntity, 'url' | 'tokenSealed'> | null;
}

@Injectable()
export class GuildSitesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Every licence of the guild, whether it still counts or not, the oldest first. */
  async ofGuild(guildId: string): Promise<LicensedSite[]> {
    const licences = await this.dataSource.manager.find(LicenceEntity, { where: { guildId }, order: { id: 'ASC' } });
    return this.withSites(licences);
  }

  /** The licences of sites at which this Discord user signed in. */
  async ofUser(discordUserId: string): Promise<LicensedSite[]> {
    const { manager } = this.dataSource;
    const grants = await manager.find(RelayGrantEntity, {
      select: { id: true, licenceId: true },
      where: { discordUserId },
    });
    const id = In([...new Set(grants.map(({ licenceId }) => licenceId))]);
    return this.withSites(await manager.find(LicenceEntity, { where: { id }, order: { id: 'ASC' } }));
  }

  private async withSites(licences: readonly LicenceEntity[]): Promise<LicensedSite[]> {
    const licenceId = In(licences.map(({ id }) => id));
    const select = { id: true, licenceId: true, url: true, tokenSealed: true } as const;
    const sites = await this.dataSource.manager.find(SiteEntity, { select, where: { licenceId } });
    return licences.map((licence) => ({
      licence,
      site: sites.find((candidate) => candidate.licenceId === licence.id) ?? null,
    }));
  }
}
