export * from './discord-bot-client.js';
export * from './discord-failure.js';
export * from './discord-oauth-client.js';
export * from './discord-oauth-failure.js';
export * from './guild-members-reader.js';
export * from './invalid-request-breaker.js';
export * from './member-observation.js';
export * from './patience.js';
