import { presentUser } from '../users/user.presenter.js';
import type { Guild } from '../world/guild.js';
import type { Member, Role } from '../world/world.types.js';

/** Discord writes times with microseconds and an offset. */
function presentTime(iso: string): string {
  return iso.replace(/(\.\d{3})Z$/, '$1000+00:00');
}

export function presentRole(role: Role): Record<string, unknown> {
  const { primary, secondary, tertiary } = role.colours;
  return {
    id: role.id,
    name: role.name,
    permissions: role.permissions.toString(),
    position: role.position,
    color: primary,
    colors: { primary_color: primary, secondary_color: secondary, tertiary_color: tertiary },
    hoist: role.hoist,
    managed: role.managed,
    mentionable: role.mentionable,
    icon: null,
    unicode_emoji: role.unicodeEmoji,
    ...(role.tags === null ? {} : { tags: role.tags }),
    flags: 0,
  };
}

export function presentMember(member: Member): Record<string, unknown> {
  return {
    avatar: null,
    banner: null,
    communication_disabled_until: null,
    flags: member.flags,
    joined_at: member.joinedAt === null ? null : presentTime(member.joinedAt),
    nick: member.nick,
    pending: member.pending,
    premium_since: null,
    roles: member.roles,
    user: presentUser(member.user),
    mute: false,
    deaf: false,
  };
}

export function presentGuild(guild: Guild, withCounts: boolean): Record<string, unknown> {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    description: null,
    home_header: null,
    splash: null,
    discovery_splash: null,
    features: ['COMMUNITY', 'MEMBER_VERIFICATION_GATE_ENABLED'],
    banner: null,
    owner_id: guild.ownerId,
    application_id: null,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 1,
    roles: [...guild.roles.values()].map(presentRole),
    default_message_notifications: 1,
    mfa_level: 0,
    explicit_content_filter: 2,
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: 'en-GB',
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    premium_progress_bar_enabled: false,
    premium_progress_bar_enabled_user_updated_at: null,
    nsfw: false,
    nsfw_level: 0,
    emojis: [],
    stickers: [],
    incidents_data: null,
    ...(withCounts
      ? { approximate_member_count: guild.members.size, approximate_presence_count: Math.ceil(guild.members.size / 3) }
      : {}),
  };
}
