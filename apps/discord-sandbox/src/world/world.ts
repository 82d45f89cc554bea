import { EventEmitter } from 'node:events';
import { Guild } from './guild.js';
import { SnowflakeSource } from './snowflake.js';
import type { Member, Role, User, WorldEvents } from './world.types.js';

/** Who the one application of the sandbox is. */
export interface Application {
  /** Also the id of its bot user, as with Discord's newer applications. */
  readonly clientId: string;
  readonly name: string;
}

/**
 * Everything that the sandbox knows: users, guilds, roles and members, in memory. Changes go through its methods, which
 * tell the listeners of `events`; a change that changes nothing is not told.
 */
export class World {
  readonly events = new EventEmitter<WorldEvents>();
  readonly users = new Map<string, User>();
  readonly guilds = new Map<string, Guild>();
  private readonly ids: SnowflakeSource;

  constructor(
    readonly application: Application,
    now: () => number,
    private readonly seed: (world: World) => void,
  ) {
    this.ids = new SnowflakeSource(now);
    seed(this);
  }

  newId(): string {
    return this.ids.next();
  }

  /** Back to the demo data. */
  reset(): void {
    this.users.clear();
    this.guilds.clear();
    this.seed(this);
    this.events.emit('reset');
  }

  /** A guild that the bot has joined. */
  guild(id: string): Guild | undefined {
    const guild = this.guilds.get(id);
    return guild?.members.get(this.application.clientId) ? guild : undefined;
  }

  addGuild(guild: Guild): void {
    this.guilds.set(guild.id, guild);
    this.events.emit('guildCreate', guild.id);
  }

  removeGuild(id: string): boolean {
    if (!this.guilds.delete(id)) return false;
    this.events.emit('guildDelete', id);
    return true;
  }

  removeUser(id: string): boolean {
    for (const guild of this.guilds.values()) this.removeMember(guild, id);
    return this.users.delete(id);
  }

  addMember(guild: Guild, member: Member): void {
    this.users.set(member.user.id, member.user);
    guild.members.add(member);
    this.events.emit('memberAdd', guild.id, member);
  }

  addMembers(guild: Guild, members: readonly Member[]): void {
    for (const member of members) this.users.set(member.user.id, member.user);
    guild.members.addAll(members);
    for (const member of members) this.events.emit('memberAdd', guild.id, member);
  }

  /** Tells of a member whose fields were just changed. */
  memberChanged(guild: Guild, member: Member): void {
    this.events.emit('memberUpdate', guild.id, member);
  }

  removeMember(guild: Guild, userId: string): boolean {
    const member = guild.members.get(userId);
    if (!member) return false;
    guild.members.delete(userId);
    this.events.emit('memberRemove', guild.id, member.user);
    return true;
  }

  giveRole(guild: Guild, member: Member, roleId: string): void {
    if (member.roles.includes(roleId)) return;
    member.roles = [...member.roles, roleId];
    this.events.emit('memberUpdate', guild.id, member);
  }

  takeRole(guild: Guild, member: Member, roleId: string): void {
    if (!member.roles.includes(roleId)) return;
    member.roles = member.roles.filter((id) => id !== roleId);
    this.events.emit('memberUpdate', guild.id, member);
  }

  putRole(guild: Guild, role: Role): void {
    const event = guild.roles.has(role.id) ? 'roleUpdate' : 'roleCreate';
    guild.roles.set(role.id, role);
    this.events.emit(event, guild.id, role);
  }

  removeRole(guild: Guild, roleId: string): boolean {
    if (roleId === guild.id || !guild.roles.delete(roleId)) return false;
    for (const member of guild.members.values()) {
      if (member.roles.includes(roleId)) member.roles = member.roles.filter((id) => id !== roleId);
    }
    this.events.emit('roleDelete', guild.id, roleId);
    return true;
  }
}
