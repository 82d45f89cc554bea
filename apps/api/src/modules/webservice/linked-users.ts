import { Injectable } from '@nestjs/common';
import { Batcher } from '../../platform/batching/batcher.js';
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
  private readonly questions = new Batcher<string, LinkedUser | null>((discordIds) => this.findAll(discordIds));

  constructor(
    private readonly links: LinksRepository,
    private readonly lms: LmsPort,
  ) {}

  /** Null when nobody is linked to it, or the user was deleted. Any text may come as the id. */
  async find(discordId: string): Promise<LinkedUser | null> {
    if (!/^\d{1,20}$/.test(discordId)) return null;
    return this.questions.add(discordId);
  }

  /** Two questions, however many ask at the same moment. */
  private async findAll(discordIds: readonly string[]): Promise<(LinkedUser | null)[]> {
    const links = await this.links.findByDiscordIds([...new Set(discordIds)]);
    if (links.size === 0) return discordIds.map(() => null);
    const users = await this.lms.findUsersByIds([...links.values()].map(({ userId }) => userId));
    const byId = new Map(users.map((user) => [user.id, user]));
    return discordIds.map((discordId) => {
      const link = links.get(discordId);
      const user = link && byId.get(link.userId);
      return user ? { user, link } : null;
    });
  }
}
