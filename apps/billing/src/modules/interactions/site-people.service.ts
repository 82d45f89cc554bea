import { Injectable } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import { pushParameters } from '../bot/pushes/push-parameters.js';
import { SiteWebservice, type SiteAnswer } from '../sites/site-webservice.js';
import type { SeenMember } from './command-call.js';
import type { UsableSite } from './guild-sites.service.js';
import { coursesOf, syncResultOf, type SyncResult } from './site-answers.js';
import { coursesInWords, refusalInWords, resultInWords, UNREADABLE, unlinkedInWords, type Who } from './site-words.js';

const PREFIX = 'local_pulsetech_discord';

/** What a site says about one Discord account, in words for the person who asked. */
@Injectable()
export class SitePeople {
  constructor(
    private readonly webservice: SiteWebservice,
    private readonly clock: Clock,
  ) {}

  async courses({ site }: UsableSite, discordUserId: string): Promise<string> {
    const answer = await this.webservice.call(site, `${PREFIX}_get_user_courses`, { discord_id: discordUserId });
    if (!answer.ok) return refusalInWords(answer);
    const courses = coursesOf(answer.value);
    if (courses === null) return UNREADABLE;
    return courses.found ? coursesInWords(courses.courses) : unlinkedInWords('you');
  }

  /** Applies the roles that came with the command; nothing is asked of Discord. */
  async sync(
    { site }: UsableSite,
    seen: { readonly guildId: string; readonly member: SeenMember; readonly seenAtMs: number; readonly who: Who },
  ): Promise<string> {
    const { userId, roles, pending, guest } = seen.member;
    const now = this.clock.nowMs();
    const observation = { kind: 'member', roles, pending, guest, at: Math.min(now, seen.seenAtMs) } as const;
    const parameters = pushParameters(seen.guildId, userId, observation, now);
    const answer = await this.webservice.call(site, `${PREFIX}_sync_user_roles`, parameters);
    if (!answer.ok) return refusalInWords(answer);
    const result = syncResultOf(answer.value);
    if (result === null) return UNREADABLE;
    if (await this.isUnlinked(site, userId, result)) return unlinkedInWords(seen.who);
    return resultInWords(result, seen.who);
  }

  /** Somebody who is not linked fails to be synchronised without a change; others may as well. */
  private async isUnlinked(site: UsableSite['site'], discordId: string, result: SyncResult): Promise<boolean> {
    if (result.success || result.changes.length > 0) return false;
    const parameters = { discord_id: discordId };
    const answer: SiteAnswer = await this.webservice.call(site, `${PREFIX}_get_user_courses`, parameters);
    return answer.ok && coursesOf(answer.value)?.found === false;
  }
}
