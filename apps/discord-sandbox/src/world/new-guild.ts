import { Guild } from './guild.js';
import { type Member, permissions, plainColours, type Role, type User } from './world.types.js';
import type { World } from './world.js';

export function newUser(id: string, username: string, traits: Partial<User> = {}): User {
  return {
    id,
    username,
    discriminator: '0',
    globalName: null,
    avatar: null,
    email: null,
    verified: false,
    bot: false,
    persona: null,
    ...traits,
  };
}

export function newMember(user: User, roles: readonly string[], traits: Partial<Member> = {}): Member {
  return {
    user,
    nick: null,
    roles: [...roles],
    joinedAt: '2024-01-01T00:00:00.000Z',
    pending: false,
    flags: 0,
    ...traits,
  };
}

export function newRole(id: string, name: string, position: number, traits: Partial<Role> = {}): Role {
  return {
    id,
    name,
    permissions: 0n,
    position,
    colours: { ...plainColours },
    hoist: false,
    managed: false,
    mentionable: false,
    unicodeEmoji: null,
    tags: null,
    ...traits,
  };
}

interface GuildPlan {
  readonly id: string;
  readonly name: string;
  readonly owner: User;
  readonly roles: readonly Role[];
  /** The bot acts only on roles below this position. */
  readonly botPosition: number;
  readonly botRoleId: string;
}

/** Makes a guild that the bot has joined with its own managed role, which may manage roles, as an installation does. */
export function installGuild(world: World, plan: GuildPlan): Guild {
  const { clientId, name } = world.application;
  const bot = world.users.get(clientId) ?? newUser(clientId, name, { discriminator: '4071', bot: true });
  const guild = new Guild(plan.id, plan.name, plan.owner.id);
  const botRole = newRole(plan.botRoleId, name, plan.botPosition, {
    permissions: permissions.manageRoles,
    managed: true,
    tags: { bot_id: clientId },
  });
  for (const role of [...plan.roles, botRole]) guild.roles.set(role.id, role);
  world.addGuild(guild);
  world.addMember(guild, newMember(plan.owner, []));
  world.addMember(guild, newMember(bot, [botRole.id]));
  return guild;
}
