export interface User {
  readonly id: string;
  username: string;
  /** "0" for migrated accounts, four digits for legacy ones and bots. */
  discriminator: string;
  globalName: string | null;
  avatar: string | null;
  email: string | null;
  verified: boolean;
  bot: boolean;
  /** One line about this user for the sign-in page; null: not offered there. */
  persona: string | null;
}

export interface Member {
  readonly user: User;
  nick: string | null;
  /** Role ids in the order in which they were given; never the guild's own id (@everyone). */
  roles: string[];
  /** ISO time; null for guests. */
  joinedAt: string | null;
  /** True while the member has not passed the guild's membership screening. */
  pending: boolean;
  flags: number;
}

export interface RoleColours {
  primary: number;
  secondary: number | null;
  tertiary: number | null;
}

/** Discord's tags: a key that is present with null means "yes". */
export interface RoleTags {
  readonly premium_subscriber?: null;
  readonly bot_id?: string;
  readonly integration_id?: string;
}

export interface Role {
  readonly id: string;
  name: string;
  permissions: bigint;
  position: number;
  colours: RoleColours;
  hoist: boolean;
  managed: boolean;
  mentionable: boolean;
  unicodeEmoji: string | null;
  tags: RoleTags | null;
}

/** What happened in a guild, as a gateway would have to tell it. A deleted role is not told once more per holder. */
export interface WorldEvents {
  memberAdd: [guildId: string, member: Member];
  memberUpdate: [guildId: string, member: Member];
  memberRemove: [guildId: string, user: User];
  roleCreate: [guildId: string, role: Role];
  roleUpdate: [guildId: string, role: Role];
  roleDelete: [guildId: string, roleId: string];
  guildCreate: [guildId: string];
  guildDelete: [guildId: string];
  reset: [];
}

export const memberFlags = { guest: 16 } as const;

export const permissions = { administrator: 1n << 3n, manageRoles: 1n << 28n } as const;

export const plainColours: RoleColours = { primary: 0, secondary: null, tertiary: null };
