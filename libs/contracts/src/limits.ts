/** Most Discord user ids in one member lookup of the billing server. */
export const MEMBER_LOOKUP_MAX = 1000;

/** Discord's own limit for the name of a role, in characters. */
export const DISCORD_ROLE_NAME_MAX = 100;

/** Most users that are asked to be synchronised at a time. */
export const SYNC_USERS_MAX = 1000;
