import fc from 'fast-check';
import { FairTurns, URGENCIES, type Urgency, type Waiting } from './fair-turns.js';

interface Read extends Waiting {
  readonly number: number;
}

const read = (guildId: string, urgency: Urgency, number = 0): Read => ({ guildId, urgency, number });

describe('fair turns', () => {
  let turns: FairTurns<Read>;
  beforeEach(() => {
    turns = new FairTurns();
  });
  const all = (): Read[] => {
    const taken: Read[] = [];
    for (let next = turns.next(); next; next = turns.next()) taken.push(next);
    return taken;
  };

  it('go around the guilds, and within a guild by who came first', () => {
    for (const number of [1, 2, 3]) turns.add(read('a', 'bulk', number));
    for (const number of [1, 2]) turns.add(read('b', 'bulk', number));
    expect(all().map(({ guildId, number }) => `${guildId}${number}`)).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
  });

  it('go to the most urgent first', () => {
    turns.add(read('a', 'bulk'));
    turns.add(read('b', 'change'));
    turns.add(read('c', 'person'));
    expect(all().map(({ urgency }) => urgency)).toEqual(['person', 'change', 'bulk']);
  });

  it('come to everybody in the end, however many are more urgent', () => {
    turns.add(read('a', 'bulk'));
    turns.add(read('a', 'change'));
    for (let number = 0; number < 100; number++) turns.add(read('b', 'person', number));
    const order = all().map(({ urgency }) => urgency);
    expect(order.indexOf('change')).toBeLessThanOrEqual(10);
    expect(order.indexOf('bulk')).toBeLessThanOrEqual(10);
  });

  it('give each guild its first turn after at most one of every other', () => {
    const reads = fc.array(fc.record({ guildId: fc.constantFrom('a', 'b', 'c', 'd', 'e'), number: fc.nat() }));
    fc.assert(
      fc.property(reads, fc.constantFrom(...URGENCIES), (list, urgency) => {
        turns = new FairTurns();
        for (const { guildId, number } of list) turns.add({ guildId, number, urgency });
        const taken = all();
        expect(taken).toHaveLength(list.length);
        const guilds = new Set(list.map(({ guildId }) => guildId));
        for (const guildId of guilds) {
          expect(taken.findIndex((one) => one.guildId === guildId)).toBeLessThan(guilds.size);
          const own = (of: readonly { guildId: string | null; number: number }[]): number[] =>
            of.filter((one) => one.guildId === guildId).map(({ number }) => number);
          expect(own(taken)).toEqual(own(list));
        }
      }),
    );
  });
});
