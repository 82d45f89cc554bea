import { Injectable } from '@nestjs/common';
import type { DiscordLink } from '../linking/discord-link.js';
import { LinksRepository } from '../linking/links.repository.js';
import { LmsPort, type LmsUser } from '../lms/lms.port.js';

export interface LinkedUser {
  readonly user: LmsUser;
  readonly link: DiscordLink;
}

/** Users by the Discord account that they are linked to. */
@Injectable()
export class LinkedUsers {
  constructor(
    private readonly links: LinksRepository,
    private readonly lms: LmsPort,
  ) {}

  /** Null when nobody is linked to it, or the user was deleted. Any text may come as the id. */
  async find(discordId: string): Promise<LinkedUser | null> {
    if (!/^\d{1,20}$/.test(discordId)) return null;
    const link = await this.links.findByDiscordId(discordId);
    if (link === null) return null;
    const [user] = await this.lms.findUsersByIds([link.userId]);
    return user ? { user, link } : null;
  }
}
