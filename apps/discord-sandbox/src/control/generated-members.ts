import type { Guild } from '../world/guild.js';
import { newMember, newUser } from '../world/new-guild.js';
import { parseSnowflake } from '../world/snowflake.js';
import type { World } from '../world/world.js';
import type { ControlFields } from './control-fields.js';
import { checkRoles } from './member-fields.js';

const defaultStartId = '400000000000000001';

/** `["a"]` gives every member role a; `[["a"], ["b"], []]` gives the members one set after another, over and over. */
function readRoleSets(guild: Guild, fields: ControlFields): string[][] {
  const value = fields.any('roles') ?? [];
  const isText = (entry: unknown): entry is string => typeof entry === 'string';
  const isSet = (entry: unknown): entry is string[] => Array.isArray(entry) && entry.every(isText);
  const sets = isSet(value) ? [value] : Array.isArray(value) && value.every(isSet) ? value : null;
  if (sets === null) {
    fields.fault('roles must be a list of role ids, or a list of such lists.');
    return [[]];
  }
  checkRoles(guild, [...new Set(sets.flat())], fields);
  return sets;
}

/** Makes `count` members with consecutive ids from `startId`; those already there are made anew. */
export function generateMembers(world: World, guild: Guild, fields: ControlFields): number {
  const count = fields.integer('count', 1, 1_000_000);
  const startId = fields.id('startId') ?? defaultStartId;
  const prefix = fields.text('username', 20) ?? 'member';
  const sets = readRoleSets(guild, fields);
  const total = count ?? 0;
  const start = BigInt(startId);
  if (parseSnowflake((start + BigInt(total)).toString()) === null)
    fields.fault('startId leaves no room for so many ids.');
  fields.finish();
  const members = Array.from({ length: total }, (_, index) => {
    const user = newUser((start + BigInt(index)).toString(), `${prefix}${index + 1}`, {
      email: `${prefix}${index + 1}@example.net`,
      verified: true,
    });
    return newMember(user, sets[index % sets.length] ?? []);
  });
  world.addMembers(guild, members);
  return total;
}
