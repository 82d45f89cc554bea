import { discordError, invalidForm } from '../platform/http/discord-errors.js';
import type { Exchange } from '../platform/http/exchange.js';
import type { SandboxContext } from '../sandbox.context.js';
import type { Guild } from '../world/guild.js';
import type { Member, Role } from '../world/world.types.js';

const greatest = 9223372036854775807n;

/** Checks an id as Discord does; the field's name goes into the error. */
export function readSnowflake(text: string, field: string): string {
  if (!/^(0|[1-9]\d*)$/.test(text)) {
    throw invalidForm([{ field, code: 'NUMBER_TYPE_COERCE', message: `Value "${text}" is not snowflake.` }]);
  }
  if (BigInt(text) > greatest) {
    const message = 'snowflake value should be less than or equal to 9223372036854775807.';
    throw invalidForm([{ field, code: 'NUMBER_TYPE_MAX', message }]);
  }
  return text;
}

/** The guild of the path and the bot as its member; 10004 if the bot is not in it. */
export function guildOf({ world }: SandboxContext, exchange: Exchange): { guild: Guild; bot: Member } {
  const guild = world.guild(readSnowflake(exchange.param('guild'), 'guild_id'));
  const bot = guild?.members.get(world.application.clientId);
  if (!guild || !bot) throw discordError(10004);
  return { guild, bot };
}

/** The member of the path; 10007 if the user is not in the guild, 10013 if there is no such user. */
export function memberOf({ world }: SandboxContext, guild: Guild, exchange: Exchange): Member {
  const id = readSnowflake(exchange.param('user'), 'user_id');
  const member = guild.members.get(id);
  if (!member) throw discordError(world.users.has(id) ? 10007 : 10013);
  return member;
}

export function roleOf(guild: Guild, exchange: Exchange): Role {
  const role = guild.roles.get(readSnowflake(exchange.param('role'), 'role_id'));
  if (!role) throw discordError(10011);
  return role;
}
