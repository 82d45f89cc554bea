import { CAPABILITIES } from '@pulsetech/contracts';
import { value, type FunctionCapability } from '@pulsetech/moodle-rest';

/** Before the name of each of this product's functions. */
export const PREFIX = 'local_pulsetech_discord';

/** Short name of the one service that there is: all functions of the web service. */
export const SERVICE = PREFIX;

/** With the words that Moodle's refusal shows. */
export const MANAGE: FunctionCapability = { name: CAPABILITIES.manage, title: 'Manage Discord integration' };
export const VIEW_MAPPINGS: FunctionCapability = { name: CAPABILITIES.viewMappings, title: 'View role mappings' };

export const discordId = value('text', 'Discord user ID (snowflake format)');

/** The person of the documented examples, whom the demo site has as well. */
export const EXAMPLE_DISCORD_ID = '123456789012345678';
