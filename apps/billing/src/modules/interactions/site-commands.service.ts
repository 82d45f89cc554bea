import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { CommandCall, SeenMember } from './command-call.js';
import { GuildSites, type UsableSite } from './guild-sites.service.js';
import { InteractionReplies } from './interaction-replies.service.js';
import { plain, type Message } from './replies.js';
import { SitePeople } from './site-people.service.js';

const WENT_WRONG = { content: 'Something went wrong on our side, and nothing was told to you that counts. Try again.' };
const NOT_ALLOWED = { content: 'Only people who may manage roles in this server may use this command.' };
const NO_MEMBER = { content: 'This works for members of this Discord server only.' };

type AskSite = (site: UsableSite) => Promise<string>;

/** The commands that a site must be asked for: Discord is answered at once, and the person when the site has answered. */
@Injectable()
export class SiteCommands implements OnApplicationShutdown {
  private readonly logger = new Logger(SiteCommands.name);
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly guildSites: GuildSites,
    private readonly people: SitePeople,
    private readonly replies: InteractionReplies,
  ) {}

  /** `later`: the command runs, and its answer follows. A message: there is nothing to wait for. */
  begin(call: CommandCall): Message | 'later' | 'unknown' {
    const ask = this.questionOf(call);
    if (typeof ask !== 'function') return ask;
    const run = this.finish(call, ask).finally(() => this.underWay.delete(run));
    this.underWay.add(run);
    return 'later';
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private questionOf(call: CommandCall): AskSite | Message | 'unknown' {
    switch (call.name) {
      case 'courses':
        return (site) => this.people.courses(site, call.userId);
      case 'sync':
        return this.syncing(call, call.caller, 'you');
      case 'sync-user':
        if (!call.mayManageRoles) return NOT_ALLOWED;
        return this.syncing(call, call.target?.member ?? null, 'they');
      default:
        return 'unknown';
    }
  }

  private syncing(call: CommandCall, member: SeenMember | null, who: 'you' | 'they'): AskSite | Message {
    const { guildId, atMs } = call;
    if (guildId === null || member === null) return NO_MEMBER;
    return (site) => this.people.sync(site, { guildId, member, seenAtMs: atMs, who });
  }

  private async finish(call: CommandCall, ask: AskSite): Promise<void> {
    let message: Message;
    try {
      message = await this.askAll(call, ask);
    } catch (error) {
      this.logger.error({ err: error }, `The command ${call.name} failed`);
      message = WENT_WRONG;
    }
    await this.replies.complete(call.token, message);
  }

  /** Each site by its name, where there are several. */
  private async askAll(call: CommandCall, ask: AskSite): Promise<Message> {
    const found = await this.guildSites.of(call);
    if (!found.ok) return { content: found.why };
    const { sites } = found;
    const told = await Promise.all(
      sites.map(async (site) => {
        const words = await ask(site);
        return sites.length === 1 ? words : `**${plain(site.licence.name)}**\n${words}`;
      }),
    );
    return { content: told.join('\n\n') };
  }
}
