import { isSnowflake, snowflakeTime } from '@pulsetech/domain';
import { ADMINISTRATOR, MANAGE_ROLES } from './commands.js';

/** https://docs.discord.com/developers/resources/guild#guild-member-object-guild-member-flags */
const IS_GUEST = 1 << 4;

/** Somebody as a member of the guild, seen by Discord when the command was given. */
export interface SeenMember {
  readonly userId: string;
  readonly roles: readonly string[];
  readonly pending: boolean;
  readonly guest: boolean;
}

/** A command that somebody gave. */
export interface CommandCall {
  readonly token: string;
  readonly name: string;
  /** Null in a direct message. */
  readonly guildId: string | null;
  readonly userId: string;
  readonly username: string;
  readonly caller: SeenMember | null;
  readonly mayManageRoles: boolean;
  /** Whom the option `user` names; `member` is null for somebody who is not in the guild. */
  readonly target: { readonly userId: string; readonly member: SeenMember | null } | null;
  /** When it was given, milliseconds. */
  readonly atMs: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads an interaction of type 2; null when it is none that this server could have caused. */
export function commandCallOf(body: Fields): CommandCall | null {
  const { id, token, guild_id } = body;
  const data = fields(body['data']);
  const member = fields(body['member']);
  const user = fields(member['user'] ?? body['user']);
  if (!isId(id) || typeof token !== 'string' || typeof data['name'] !== 'string' || !isId(user['id'])) return null;
  return {
    token,
    name: data['name'],
    guildId: isId(guild_id) ? guild_id : null,
    userId: user['id'],
    username: typeof user['username'] === 'string' ? user['username'] : user['id'],
    caller: seenMember(user['id'], member),
    mayManageRoles: mayManageRoles(member['permissions']),
    target: targetOf(data),
    atMs: snowflakeTime(id),
  };
}

function targetOf(data: Fields): CommandCall['target'] {
  const options: unknown = data['options'];
  const named = (Array.isArray(options) ? options : []).map(fields).find(({ name }) => name === 'user');
  const userId = named?.['value'];
  if (!isId(userId)) return null;
  const members = fields(fields(data['resolved'])['members']);
  return { userId, member: seenMember(userId, fields(members[userId])) };
}

/** A list of roles that was not understood would look like one that is empty, and end access. */
function seenMember(userId: string, { roles, pending, flags }: Fields): SeenMember | null {
  if (!Array.isArray(roles) || !roles.every(isId)) return null;
  const guest = typeof flags === 'number' && (flags & IS_GUEST) !== 0;
  return { userId, roles, pending: pending === true, guest };
}

function mayManageRoles(permissions: unknown): boolean {
  if (typeof permissions !== 'string' || !/^\d{1,30}$/.test(permissions)) return false;
  return (BigInt(permissions) & (MANAGE_ROLES | ADMINISTRATOR)) !== 0n;
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && isSnowflake(value);
}
