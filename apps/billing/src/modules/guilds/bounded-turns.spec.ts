import { LaterReadings, Pace } from '@pulsetech/server-kit';
import { BoundedTurns } from './bounded-turns.js';

describe('turns of many guilds at one bot', () => {
  it('are given for as long as sites wait, and refused beyond without making anybody wait longer', () => {
    const turns = new BoundedTurns(new Pace({ perSecond: 10, burst: 1 }));
    // Up to 1.5 s away: the first at once, and fifteen or, as time goes by here too, sixteen more.
    const waits: number[] = [];
    const takeAll = (): void => {
      for (;;) waits.push(turns.take());
    };
    expect(takeAll).toThrow(expect.objectContaining({ code: 'discord_rate_limited' }));
    expect(waits.length).toBeGreaterThanOrEqual(16);
    expect(waits.length).toBeLessThanOrEqual(17);
    expect(Math.max(...waits)).toBeLessThanOrEqual(1500);
    expect(turns.waitMs).toBeLessThanOrEqual(1600);
  });

  it('come to one guild after the other, so that one that is in a storm takes none of the others', async () => {
    const turns = new BoundedTurns(new Pace({ perSecond: 100, burst: 1 }));
    const begun: string[] = [];
    const readingsOf = (name: string) => new LaterReadings(() => Promise.resolve(begun.push(name)), turns);
    const [storm, one, two] = [readingsOf('storm'), readingsOf('one'), readingsOf('two')];
    await storm.ask();
    const many = Array.from({ length: 50 }, () => storm.ask());
    await Promise.all([...many, one.ask(), two.ask()]);
    await Promise.all([storm.ask(), one.ask(), two.ask()]);
    expect(begun).toEqual(['storm', 'storm', 'one', 'two', 'storm', 'one', 'two']);
  });
});
