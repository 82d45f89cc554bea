import type { SimulatedSite } from './simulated-site.js';

/** What of a settled site is not as the model says, one line each. */
export async function deviations({ world, tables, hand }: SimulatedSite): Promise<string[]> {
  const [expected, found] = [world.facts(), await tables.facts()];
  const linked = new Set(world.people.filter((person) => person.linked).map(({ userId }) => userId));
  const links = new Set(await tables.linkedUsers());
  return [
    ...[...expected].filter((fact) => !found.has(fact)).map((fact) => `missing: ${fact}`),
    ...[...found].filter((fact) => !expected.has(fact)).map((fact) => `too much: ${fact}`),
    ...[...linked].filter((user) => !links.has(user)).map((user) => `not linked any more: ${user}`),
    ...[...links].filter((user) => !linked.has(user)).map((user) => `still linked: ${user}`),
    ...(await hand.complaints()),
    ...(await tables.openIntents()).map((row) => `left open: ${row}`),
    ...(await tables.changesAppliedTwice()).map((row) => `recorded twice: ${row}`),
  ];
}

/** The first of them, so that a failing test can be read. */
export async function firstDeviations(site: SimulatedSite): Promise<string[]> {
  return (await deviations(site)).slice(0, 20);
}
