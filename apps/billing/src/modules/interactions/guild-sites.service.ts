import { Injectable } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import type { LicenceEntity } from '../licenses/licence.entity.js';
import type { SiteEntity } from '../sites/site.entity.js';
import type { CommandCall } from './command-call.js';
import { GuildSitesRepository, type LicensedSite } from './guild-sites.repository.js';

export interface UsableSite {
  readonly licence: LicenceEntity;
  readonly site: Pick<SiteEntity, 'url' | 'tokenSealed'>;
}

export type FoundSites =
  { readonly ok: true; readonly sites: readonly UsableSite[] } | { readonly ok: false; readonly why: string };

const NOT_HERE =
  'No learning site is connected to this Discord server. If there should be one, tell the people who run the server.';
const NOT_ANYWHERE =
  'None of your learning sites is known here. Use this command in the Discord server that belongs to your site.';
const ENDED =
  'The licence of the learning site for this Discord server has ended, so commands do not work at the moment. Tell the people who run the site.';
const NOT_READY =
  'The learning site of this Discord server is not ready for commands yet. Its administrators can finish this in its Discord settings.';

/** Which sites a command is about: those of its server; in a direct message, those at which the person signed in. */
@Injectable()
export class GuildSites {
  constructor(
    private readonly repository: GuildSitesRepository,
    private readonly clock: Clock,
  ) {}

  async of({ guildId, userId }: CommandCall): Promise<FoundSites> {
    const all = guildId === null ? await this.repository.ofUser(userId) : await this.repository.ofGuild(guildId);
    if (all.length === 0) return { ok: false, why: guildId === null ? NOT_ANYWHERE : NOT_HERE };
    const usable = all.filter(({ licence }) => this.isUsable(licence));
    if (usable.length === 0) return { ok: false, why: ENDED };
    const sites = usable.filter(hasSite);
    return sites.length === 0 ? { ok: false, why: NOT_READY } : { ok: true, sites };
  }

  private isUsable({ status, expiresAt }: LicenceEntity): boolean {
    return status === 'active' && (expiresAt === null || expiresAt > this.clock.nowSeconds());
  }
}

function hasSite(found: LicensedSite): found is UsableSite {
  return found.site !== null;
}
