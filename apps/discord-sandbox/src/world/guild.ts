import { MemberList } from './member-list.js';
import { compareSnowflakes } from './snowflake.js';
import { type Member, permissions, plainColours, type Role } from './world.types.js';

/** Discord allows this many roles in a guild, @everyone among them. */
export const maxRoles = 250;

function everyone(guildId: string): Role {
  return {
    id: guildId,
    name: '@everyone',
    permissions: 1024n | 2048n | 65536n,
    position: 0,
    colours: { ...plainColours },
    hoist: false,
    managed: false,
    mentionable: false,
    unicodeEmoji: null,
    tags: null,
  };
}

/** The higher role first. Positions are not unique: of two equal ones the lower id is the higher role. */
export function compareRoles(left: Role, right: Role): number {
  return right.position - left.position || compareSnowflakes(left.id, right.id);
}

/** A guild with its roles and members. The role of every member, @everyone, has the guild's own id. */
export class Guild {
  readonly roles = new Map<string, Role>();
  readonly members = new MemberList();
  readonly everyone: Role;

  constructor(
    readonly id: string,
    public name: string,
    public ownerId: string,
  ) {
    this.everyone = everyone(id);
    this.roles.set(id, this.everyone);
  }

  rolesFromTop(): Role[] {
    return [...this.roles.values()].sort(compareRoles);
  }

  rolesOf(member: Member): Role[] {
    return member.roles.flatMap((id) => this.roles.get(id) ?? []).sort(compareRoles);
  }

  permissionsOf(member: Member): bigint {
    return this.rolesOf(member).reduce((sum, role) => sum | role.permissions, this.everyone.permissions);
  }

  holds(member: Member, permission: bigint): boolean {
    const held = this.permissionsOf(member);
    return (held & (permission | permissions.administrator)) !== 0n;
  }

  /** Members per role id, without @everyone; roles that nobody has count 0. */
  memberCounts(): Map<string, number> {
    const counts = new Map([...this.roles.keys()].filter((id) => id !== this.id).map((id) => [id, 0]));
    for (const member of this.members.values()) {
      for (const id of member.roles) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return counts;
  }
}
