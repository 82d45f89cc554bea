import type { Random } from '../../hostile/random.js';
import type { Membership, Person } from '../model/person.js';
import { claimsOf, isFullMember } from '../model/rules.js';
import type { SimulatedSite } from '../simulated-site.js';
import type { Batch } from './batch.js';

/** One random step; null when there was nothing that it could do. */
export type Step = (site: SimulatedSite, random: Random, batch: Batch) => Promise<string | null>;

async function become(site: SimulatedSite, batch: Batch, person: Person, membership: Membership): Promise<void> {
  const was = person.membership.in ? new Set([person]) : new Set<Person>();
  person.membership = membership;
  batch.touched.add(person);
  site.guard.narrow(person);
  await site.tellGuild([person], was);
}

const name = ({ userId, membership }: Person): string =>
  `${userId} ${membership.in ? `[${[...membership.roles].map((role) => role.slice(-2)).join()}]` : '(absent)'}`;

const changeRole: Step = async (site, random, batch) => {
  const person = batch.somebody(random, ({ membership }) => membership.in);
  if (!person) return null;
  const roles = new Set(person.membership.roles);
  const role = random.oneOf([...site.world.rules.discordRoles]);
  if (!roles.delete(role)) roles.add(role);
  await become(site, batch, person, { ...person.membership, roles });
  return `roles: ${name(person)}`;
};

const changeAllRoles: Step = async (site, random, batch) => {
  const person = batch.somebody(random, ({ membership }) => membership.in);
  if (!person) return null;
  await become(site, batch, person, { ...person.membership, roles: site.world.someRoles(random) });
  return `all roles: ${name(person)}`;
};

const leave: Step = async (site, random, batch) => {
  const person = batch.somebody(random, ({ membership }) => membership.in);
  if (!person) return null;
  await become(site, batch, person, { in: false, roles: new Set(), pending: false, guest: false });
  return `leaves: ${name(person)}`;
};

const join: Step = async (site, random, batch) => {
  const person = batch.somebody(random, ({ membership }) => !membership.in);
  if (!person) return null;
  const roles = site.world.someRoles(random);
  await become(site, batch, person, { in: true, roles, pending: random.once(4), guest: false });
  return `joins: ${name(person)}`;
};

const standing: Step = async (site, random, batch) => {
  const person = batch.somebody(random, ({ membership }) => membership.in);
  if (!person) return null;
  const { pending, guest } = person.membership;
  const changed = random.once(2) ? { pending: !pending } : { guest: !guest };
  await become(site, batch, person, { ...person.membership, ...changed });
  return `pending or guest: ${name(person)} ${JSON.stringify(changed)}`;
};

/** What a bot saw, sent to the site: the truth of the moment, which then holds until something newer. */
const push: Step = async (site, random, batch) => {
  const touched = [...batch.touched].filter((person) => isFullMember(person) && person.linked);
  const person = touched.length > 0 && !random.once(4) ? random.oneOf(touched) : batch.somebody(random, isFullMember);
  if (!person?.linked) return null;
  if (!batch.touched.has(person)) batch.touched.add(person);
  // What only a deleted role speaks for, a run may take later by the settings; and whoever was told wrongly may hold it.
  const { keeps } = claimsOf(person, site.world.rules, 'keep');
  const sure = batch.misled.has(person) ? keeps.size === 0 : ![...keeps].some((key) => person.grants.has(key));
  const answer = await pushed(site, person, [...person.membership.roles]);
  if (answer === 'done' && sure) site.guard.pin(person);
  return `push: ${name(person)} ${answer}`;
};

/** A bot that lags behind tells something that is no longer, or not yet, so; the next run puts it right. */
const wrongPush: Step = async (site, random, batch) => {
  const person = batch.somebody(random, (one) => one.linked && isFullMember(one));
  if (!person || batch.touched.has(person)) return null;
  batch.touched.add(person);
  if (!batch.mayTouch(person)) return null;
  batch.misled.add(person);
  const { membership } = person;
  const roles = site.world.someRoles(random);
  person.membership = { ...membership, roles };
  site.guard.narrow(person);
  person.membership = membership;
  const answer = await pushed(site, person, [...roles]);
  return `late push: ${name(person)} as [${[...roles].map((role) => role.slice(-2)).join()}] ${answer}`;
};

/** `done`, or what came in between; a server that was killed answers nothing. */
async function pushed(site: SimulatedSite, { discordId }: Person, roles: readonly string[]): Promise<string> {
  try {
    const answer = await site.bot.syncRoles(discordId, roles);
    return answer.success ? 'done' : `not all: ${JSON.stringify(answer).slice(0, 200)}`;
  } catch (error) {
    return `no answer: ${String(error)}`;
  }
}

/** By how often they come. */
export const DISCORD_STEPS: readonly (readonly [weight: number, step: Step])[] = [
  [10, changeRole],
  [4, changeAllRoles],
  [2, leave],
  [3, join],
  [2, standing],
  [6, push],
  [1, wrongPush],
];

export function chosen(steps: readonly (readonly [number, Step])[], random: Random): Step {
  const total = steps.reduce((sum, [weight]) => sum + weight, 0);
  let left = random.below(total);
  for (const [weight, step] of steps) {
    left -= weight;
    if (left < 0) return step;
  }
  throw new Error('There is no step to choose.');
}
