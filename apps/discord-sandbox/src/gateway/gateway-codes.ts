/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway */
export const opcodes = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  requestGuildMembers: 8,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const;

export const closeCodes = {
  unknownOpcode: 4001,
  decodeError: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  invalidSequence: 4007,
  rateLimited: 4008,
  sessionTimedOut: 4009,
  invalidShard: 4010,
  invalidVersion: 4012,
  invalidIntents: 4013,
  disallowedIntents: 4014,
} as const;

export const intents = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  messageContent: 1 << 15,
} as const;

/** Those that the developer portal has to allow. */
export const privilegedIntents = intents.guildMembers | intents.guildPresences | intents.messageContent;

/** Every bit that means something, up to DIRECT_MESSAGE_POLLS. */
export const knownIntents = (1 << 26) - 1;

/** Which intent an event needs; any one of its bits will do. */
export const intentOf = {
  GUILD_CREATE: intents.guilds,
  GUILD_DELETE: intents.guilds,
  GUILD_ROLE_CREATE: intents.guilds,
  GUILD_ROLE_UPDATE: intents.guilds,
  GUILD_ROLE_DELETE: intents.guilds,
  GUILD_MEMBER_ADD: intents.guildMembers,
  GUILD_MEMBER_UPDATE: intents.guildMembers,
  GUILD_MEMBER_REMOVE: intents.guildMembers,
} as const;

export type GuildEvent = keyof typeof intentOf;

export const guildEvents = Object.keys(intentOf) as GuildEvent[];
