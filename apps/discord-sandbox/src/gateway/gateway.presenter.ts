import { presentGuild, presentMember, presentRole } from '../guilds/guild.presenter.js';
import { presentUser } from '../users/user.presenter.js';
import type { Guild } from '../world/guild.js';
import type { Member, Role, User } from '../world/world.types.js';
import type { Application } from '../world/world.js';

/** https://docs.discord.com/developers/events/gateway-events#ready */
export function presentReady(of: {
  bot: User;
  application: Application;
  guildIds: readonly string[];
  sessionId: string;
  resumeUrl: string;
}): Record<string, unknown> {
  return {
    v: 10,
    user: { ...presentUser(of.bot), bot: true, verified: true, email: null, mfa_enabled: true },
    user_settings: {},
    session_type: 'normal',
    session_id: of.sessionId,
    resume_gateway_url: of.resumeUrl,
    relationships: [],
    private_channels: [],
    presences: [],
    guilds: of.guildIds.map((id) => ({ id, unavailable: true })),
    guild_join_requests: [],
    geo_ordered_rtc_regions: [],
    auth: {},
    application: { id: of.application.clientId, flags: 0 },
    shard: [0, 1],
    _trace: [],
  };
}

/** Without the intent for presences `members` has the bot alone, however large the guild is. */
export function presentGuildCreate(guild: Guild, bot: Member, joinedAt: string): Record<string, unknown> {
  return {
    ...presentGuild(guild, false),
    joined_at: joinedAt,
    large: guild.members.size > 50,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: [],
    members: [presentMember(bot)],
    channels: [],
    threads: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

export const presentMemberAdd = (guildId: string, member: Member): Record<string, unknown> => ({
  ...presentMember(member),
  guild_id: guildId,
});

export const presentMemberUpdate = presentMemberAdd;

export const presentMemberRemove = (guildId: string, user: User): Record<string, unknown> => ({
  guild_id: guildId,
  user: presentUser(user),
});

export const presentGuildRole = (guildId: string, role: Role): Record<string, unknown> => ({
  guild_id: guildId,
  role: presentRole(role),
});
