import { isRecord } from '../control/control-fields.js';
import { presentMember } from '../guilds/guild.presenter.js';
import type { World } from '../world/world.js';
import { intents } from './gateway-codes.js';
import type { GatewaySession } from './gateway-session.js';

const CHUNK = 1000;
const IDS_MAX = 100;
/** All members of a guild may be asked for once in so many milliseconds (change of 14 August 2025). */
const WHOLE_LIST_MS = 30_000;

/** Opcode 8: members in chunks of a thousand. https://docs.discord.com/developers/events/gateway-events#request-guild-members */
export class MemberRequests {
  private readonly wholeListAt = new Map<string, number>();

  constructor(
    private readonly world: World,
    private readonly now: () => number,
  ) {}

  answer(session: GatewaySession, data: unknown): void {
    if (!isRecord(data)) return;
    const guild = this.world.guild(String(data['guild_id']));
    if (!guild) return;
    const nonce = typeof data['nonce'] === 'string' ? { nonce: data['nonce'] } : {};
    const wanted = idsOf(data['user_ids']);
    if (wanted === null) {
      if ((session.intents & intents.guildMembers) === 0) return;
      const waitMs = (this.wholeListAt.get(guild.id) ?? -Infinity) + WHOLE_LIST_MS - this.now();
      if (waitMs > 0) {
        const meta = { guild_id: guild.id, ...nonce };
        session.dispatch('RATE_LIMITED', { opcode: 8, retry_after: waitMs / 1000, meta });
        return;
      }
      this.wholeListAt.set(guild.id, this.now());
    }
    const members = wanted
      ? wanted.flatMap((id) => guild.members.get(id) ?? [])
      : [...guild.members.values()].filter(({ user }) => user.username.startsWith(String(data['query'] ?? '')));
    const notFound = wanted?.filter((id) => !guild.members.get(id)) ?? [];
    const count = Math.max(1, Math.ceil(members.length / CHUNK));
    for (let index = 0; index < count; index += 1) {
      session.dispatch('GUILD_MEMBERS_CHUNK', {
        guild_id: guild.id,
        members: members.slice(index * CHUNK, (index + 1) * CHUNK).map(presentMember),
        chunk_index: index,
        chunk_count: count,
        ...(index === 0 && notFound.length > 0 ? { not_found: notFound } : {}),
        ...nonce,
      });
    }
  }
}

function idsOf(value: unknown): string[] | null {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.slice(0, IDS_MAX).map(String) : null;
}
