import { isSnowflake } from '@pulsetech/domain';
import { GatewayDispatchEvents, GuildMemberFlags, type GatewayDispatchPayload } from 'discord-api-types/v10';
import type { GatewayNotice } from './gateway-notice.js';

type Data = Readonly<Record<string, unknown>>;

const OTHER = 'other' as const;

/**
 * What an event says. Only what is relied on is checked; an event that does not have it says nothing, since "no roles" must
 * never be read from something that was not understood.
 */
export function noticeOf(payload: GatewayDispatchPayload, at: number): GatewayNotice {
  const data: Data = isRecord(payload.d) ? payload.d : {};
  switch (payload.t) {
    case GatewayDispatchEvents.Ready:
      return { kind: 'began', at };
    case GatewayDispatchEvents.Resumed:
      return { kind: 'resumed', at };
    case GatewayDispatchEvents.GuildMemberAdd:
    case GatewayDispatchEvents.GuildMemberUpdate:
      return memberNotice(data, at);
    case GatewayDispatchEvents.GuildMemberRemove: {
      const ids = { guildId: idOf(data['guild_id']), userId: userIdOf(data) };
      return ids.guildId && ids.userId
        ? { kind: 'left', guildId: ids.guildId, userId: ids.userId, at }
        : { kind: OTHER, at };
    }
    case GatewayDispatchEvents.GuildRoleDelete: {
      const [guildId, roleId] = [idOf(data['guild_id']), idOf(data['role_id'])];
      return guildId && roleId ? { kind: 'role_deleted', guildId, roleId, at } : { kind: OTHER, at };
    }
    case GatewayDispatchEvents.GuildCreate:
    case GatewayDispatchEvents.GuildDelete:
      return guildNotice(payload.t, data, at);
    default:
      return { kind: OTHER, at };
  }
}

function memberNotice(data: Data, at: number): GatewayNotice {
  const [guildId, userId] = [idOf(data['guild_id']), userIdOf(data)];
  const { roles, pending, flags } = data;
  if (!guildId || !userId || !isRoleIds(roles)) return { kind: OTHER, at };
  const guest = typeof flags === 'number' && (flags & GuildMemberFlags.IsGuest) !== 0;
  return { kind: 'member', guildId, userId, member: { kind: 'member', roles, pending: pending === true, guest, at } };
}

function guildNotice(event: string, data: Data, at: number): GatewayNotice {
  const guildId = idOf(data['id']);
  if (!guildId) return { kind: OTHER, at };
  if (data['unavailable'] === true) return { kind: 'guild_unavailable', guildId, at };
  const isThere = event === String(GatewayDispatchEvents.GuildCreate);
  return { kind: isThere ? 'guild_available' : 'guild_lost', guildId, at };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function idOf(value: unknown): string | null {
  return typeof value === 'string' && isSnowflake(value) ? value : null;
}

function userIdOf(data: Data): string | null {
  return isRecord(data['user']) ? idOf(data['user']['id']) : null;
}

function isRoleIds(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((role) => idOf(role) !== null);
}
