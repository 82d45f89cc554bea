import type { Guild } from '../world/guild.js';
import { newMember, newUser } from '../world/new-guild.js';
import type { Member, User } from '../world/world.types.js';
import type { World } from '../world/world.js';
import { type ControlFields, given } from './control-fields.js';

export function describeUser(user: User) {
  return {
    id: user.id,
    username: user.username,
    discriminator: user.discriminator,
    global_name: user.globalName,
    avatar: user.avatar,
    email: user.email,
    verified: user.verified,
    bot: user.bot,
    persona: user.persona,
  };
}

export function describeMember(guild: Guild, member: Member) {
  return {
    guild_id: guild.id,
    ...describeUser(member.user),
    nick: member.nick,
    roles: member.roles,
    pending: member.pending,
    joined_at: member.joinedAt,
    flags: member.flags,
  };
}

export function readUserFields(fields: ControlFields): Partial<User> {
  fields.ignore('id');
  const discriminator = fields.text('discriminator');
  if (discriminator !== undefined && !/^(0|\d{4})$/.test(discriminator)) {
    fields.fault('discriminator must be "0" or four digits.');
  }
  const avatar = fields.textOrNull('avatar');
  if (typeof avatar === 'string' && !/^(a_)?[0-9a-f]{32}$/.test(avatar)) {
    fields.fault('avatar must be null or 32 hexadecimal digits, with a_ before them if it is animated.');
  }
  const username = fields.text('username', 32);
  if (username === '') fields.fault('username must not be empty.');
  return given({
    username,
    discriminator,
    avatar,
    globalName: fields.textOrNull('global_name', 32),
    email: fields.textOrNull('email'),
    verified: fields.flag('verified'),
    bot: fields.flag('bot'),
    persona: fields.textOrNull('persona'),
  });
}

type MemberTraits = Partial<Pick<Member, 'nick' | 'roles' | 'pending' | 'joinedAt' | 'flags'>>;

function readMemberTraits(guild: Guild, fields: ControlFields): MemberTraits {
  fields.ignore('guild_id');
  const roles = fields.ids('roles');
  checkRoles(guild, roles ?? [], fields);
  return given({
    nick: fields.textOrNull('nick', 32),
    roles,
    pending: fields.flag('pending'),
    joinedAt: fields.timeOrNull('joined_at'),
    flags: fields.integer('flags', 0, 2 ** 31 - 1),
  });
}

export function checkRoles(guild: Guild, roles: readonly string[], fields: ControlFields): void {
  if (roles.includes(guild.id)) fields.fault('roles must not hold @everyone (the id of the guild): everybody has it.');
  const unknown = roles.filter((id) => !guild.roles.has(id));
  if (unknown.length > 0) fields.fault(`roles holds roles that the guild does not have: ${unknown.join(', ')}.`);
}

export function putUser(world: World, id: string, changes: Partial<User>): User {
  const user = world.users.get(id) ?? newUser(id, `user${id}`);
  Object.assign(user, changes);
  world.users.set(id, user);
  return user;
}

/** Changes a member of the guild, or makes one that is not in the guild yet (the caller adds it). */
export function applyMember(
  world: World,
  guild: Guild,
  id: string,
  fields: ControlFields,
): { member: Member; isNew: boolean } {
  const userChanges = readUserFields(fields);
  const traits = readMemberTraits(guild, fields);
  fields.finish();
  const present = guild.members.get(id);
  const user = putUser(world, id, userChanges);
  if (!present) {
    const joinedAt = new Date().toISOString();
    return { member: newMember(user, [], { joinedAt, ...traits }), isNew: true };
  }
  Object.assign(present, traits);
  return { member: present, isNew: false };
}
