import { proofOf } from './snapshot-proof.js';

const GUILD = '900000000000000001';
const ROLE = '111111111111111111';

describe('the proof of a walk', () => {
  const counts = (count: number | undefined): Map<string, number> =>
    new Map(count === undefined ? [] : [[ROLE, count]]);
  const proven = (met: number | undefined, before: number | undefined, after: number | undefined): boolean =>
    proofOf(counts(met), counts(before), counts(after), GUILD).proven;

  it.each([
    [40, 40, 40, true],
    [37, 40, 40, true],
    [36, 40, 40, false],
    [44, 40, 40, false],
    [9_950, 10_000, 10_000, true],
    [9_949, 10_000, 10_000, false],
    [10_050, 10_000, 10_000, true],
    [10_051, 10_000, 10_000, false],
    // While it was walked, 100 lost the role: they were met with it, without it, or the count was taken in between.
    [500, 500, 400, true],
    [400, 500, 400, true],
    [296, 500, 400, false],
    [604, 500, 400, false],
    // Deleted, or made, meanwhile.
    [500, 500, undefined, true],
    [0, undefined, 500, true],
    // Nobody was met with a role that the guild says forty hold, and the other way round.
    [undefined, 40, 40, false],
    [40, undefined, undefined, false],
    [2, undefined, undefined, true],
  ])('of %p met, where the guild said %p before and %p after: %p', (met, before, after, expected) => {
    expect(proven(met, before, after)).toBe(expected);
  });

  it('names the roles that disagree, with what was met and what was said', () => {
    expect(proofOf(counts(1), counts(40), counts(41), GUILD)).toEqual({
      proven: false,
      reason: 'Discord’s member list does not agree with Discord’s own count of the members of one role.',
      disagreements: [{ roleId: ROLE, met: 1, reported: [40, 41] }],
    });
  });

  it('takes no account of @everyone, which Discord does not count', () => {
    expect(proofOf(new Map(), new Map([[GUILD, 40]]), new Map(), GUILD).proven).toBe(true);
  });

  it('is none when the guild did not say, before or after', () => {
    for (const [before, after] of [
      [null, counts(40)],
      [counts(40), null],
    ] as const) {
      const proof = proofOf(counts(40), before, after, GUILD);
      expect(proof).toMatchObject({ proven: false, disagreements: [] });
      expect(proof.reason).toContain('did not say');
    }
  });
});
