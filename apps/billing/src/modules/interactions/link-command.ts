import { Injectable } from '@nestjs/common';
import { ButtonStyle, ComponentType, type APIActionRowComponent, type APIButtonComponent } from 'discord-api-types/v10';
import type { CommandCall } from './command-call.js';
import { GuildSites } from './guild-sites.service.js';
import { OneTimeLinks } from './one-time-links.service.js';
import { plain, type Message } from './replies.js';

/** https://docs.discord.com/developers/components/reference#button */
const LONGEST_ADDRESS = 512;
const LONGEST_LABEL = 80;
const MOST_SITES = 5;

interface Way {
  readonly name: string;
  readonly address: string;
}

/** `/link`: an address for each site, at which the person links this very Discord account. */
@Injectable()
export class LinkCommand {
  constructor(
    private readonly guildSites: GuildSites,
    private readonly links: OneTimeLinks,
  ) {}

  async run(call: CommandCall): Promise<Message> {
    const found = await this.guildSites.of(call);
    if (!found.ok) return { content: found.why };
    const ways = await Promise.all(
      found.sites.slice(0, MOST_SITES).map(async ({ licence, site }) => ({
        name: licence.name,
        address: await this.links.make(site.url, licence, call),
      })),
    );
    return messageOf(ways);
  }
}

function messageOf(ways: readonly Way[]): Message {
  const written = ways.filter(({ address }) => address.length > LONGEST_ADDRESS);
  const buttons = ways.filter(({ address }) => address.length <= LONGEST_ADDRESS).map(buttonOf);
  const row: APIActionRowComponent<APIButtonComponent> = { type: ComponentType.ActionRow, components: buttons };
  const content = [
    'Open this within ten minutes, sign in there, and link your Discord account. It works for this Discord account only.',
    ...written.map(({ name, address }) => `${plain(name)}: <${address}>`),
  ].join('\n');
  return buttons.length === 0 ? { content } : { content, components: [row] };
}

function buttonOf({ name, address }: Way): APIButtonComponent {
  const label = `Link at ${name}`;
  const short = label.length <= LONGEST_LABEL ? label : `${label.slice(0, LONGEST_LABEL - 1)}…`;
  return { type: ComponentType.Button, style: ButtonStyle.Link, label: short, url: address };
}
