import { FakeClock } from '@pulsetech/testing';
import * as fc from 'fast-check';
import { CallTally, type ServedOnce } from './call-tally.js';

const bot = { tokenId: 1, tokenName: 'bot', userId: 2, username: 'admin' };
const call = (part: Partial<ServedOnce> = {}): ServedOnce => ({
  caller: bot,
  functionName: 'get_user',
  outcome: 'ok',
  address: '192.0.2.1',
  milliseconds: 2,
  ...part,
});

describe('A tally of calls', () => {
  let clock: FakeClock;
  beforeEach(() => {
    clock = new FakeClock(1_767_225_600_000);
  });

  test('counts calls together that differ in nothing but their time', () => {
    const tally = new CallTally(clock);
    tally.add(call({ milliseconds: 0.25 }));
    clock.advanceSeconds(1);
    tally.add(call({ milliseconds: 3 }));
    tally.add(call({ milliseconds: 1 }));
    expect(tally.drain()).toEqual([
      {
        ...bot,
        functionName: 'get_user',
        outcome: 'ok',
        address: '192.0.2.1',
        calls: 3,
        totalUs: 4250,
        longestUs: 3000,
        firstAt: 1_767_225_600,
        lastAt: 1_767_225_601,
      },
    ]);
    expect(tally.isEmpty).toBe(true);
  });

  test.each([
    ['token', { caller: { ...bot, tokenId: 7 } }],
    ['user', { caller: { ...bot, username: 'other' } }],
    ['function', { functionName: 'sync' }],
    ['outcome', { outcome: 'nopermissions' }],
    ['address', { address: '192.0.2.2' }],
  ] as const)('keeps calls of another %s apart', (_, part) => {
    const tally = new CallTally(clock);
    tally.add(call());
    tally.add(call(part));
    expect(tally.drain()).toHaveLength(2);
  });

  test('takes the network for the address of callers that nobody knows, of which they may have many', () => {
    const tally = new CallTally(clock);
    for (let i = 1; i < 100; i++) tally.add(call({ caller: null, outcome: 'invalidtoken', address: `2001:db8::${i}` }));
    expect(tally.drain()).toMatchObject([{ tokenId: null, address: '2001:db8:0:0::/64', calls: 99 }]);
  });

  test('takes the network for the address of a known caller, too, from the sixth address in a minute on', () => {
    const tally = new CallTally(clock);
    const from = (count: number): void => {
      for (let i = 1; i <= count; i++) tally.add(call({ address: `2001:db8::${i.toString(16)}` }));
    };
    from(5000);
    const groups = tally.drain();
    expect(groups.map(({ address, calls }) => [address, calls])).toEqual([
      ...[1, 2, 3, 4, 5].map((n) => [`2001:db8::${n}`, 1]),
      ['2001:db8:0:0::/64', 4995],
    ]);
    from(7);
    tally.add(call({ caller: { ...bot, tokenId: 9 }, address: '2001:db8::77' }));
    expect(tally.drain().map(({ address }) => address)).toEqual([
      ...[1, 2, 3, 4, 5].map((n) => `2001:db8::${n}`),
      '2001:db8:0:0::/64',
      '2001:db8::77',
    ]);
    clock.advanceSeconds(60);
    tally.add(call({ address: '2001:db8::77' }));
    expect(tally.drain()).toMatchObject([{ address: '2001:db8::77' }]);
  });

  test('counts together what comes from too many unknown callers, and goes on knowing the others', () => {
    const tally = new CallTally(clock, { known: 10, unknownPerMinute: 3 });
    for (let i = 0; i < 50; i++) tally.add(call({ caller: null, outcome: 'invalidtoken', address: `192.0.2.${i}` }));
    tally.add(call());
    const groups = tally.drain();
    expect(groups).toHaveLength(5);
    expect(groups.slice(3)).toMatchObject([
      { tokenId: null, address: null, functionName: 'other calls', outcome: 'failed', calls: 47 },
      { tokenId: 1, calls: 1 },
    ]);
    clock.advanceSeconds(20);
    for (let i = 0; i < 50; i++) tally.add(call({ caller: null, outcome: 'invalidtoken', address: `192.0.2.${i}` }));
    expect(tally.drain().map(({ calls }) => calls)).toEqual([1, 49]);
  });

  test('takes back what could not be written, with what came meanwhile', () => {
    const tally = new CallTally(clock);
    tally.add(call({ milliseconds: 5 }));
    const drained = tally.drain();
    clock.advanceSeconds(3);
    tally.add(call({ milliseconds: 1 }));
    tally.putBack(drained);
    expect(tally.drain()).toMatchObject([
      { calls: 2, totalUs: 6000, longestUs: 5000, firstAt: 1_767_225_600, lastAt: 1_767_225_603 },
    ]);
  });

  test('loses no call and stays small, whatever comes and however often writing fails', () => {
    const anyCall = fc.record({
      caller: fc.oneof(
        fc.constant(null),
        fc.nat(30).map((tokenId) => ({ ...bot, tokenId })),
      ),
      functionName: fc.constantFrom('get_user', 'sync'),
      outcome: fc.constantFrom('ok', 'invalidtoken', 'toomanycalls'),
      address: fc.nat(200).map((n) => `192.0.2.${n}`),
      milliseconds: fc.nat(1000),
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(anyCall, fc.constant('fail' as const)), { maxLength: 400 }), (events) => {
        const tally = new CallTally(clock, { known: 20, unknownPerMinute: 10 });
        for (const event of events) {
          if (event === 'fail') tally.putBack(tally.drain());
          else tally.add(event);
        }
        const calls = events.filter((event) => event !== 'fail');
        const groups = tally.drain();
        const good = (outcome: string): boolean => outcome === 'ok';
        expect(groups.length).toBeLessThanOrEqual(32);
        expect(groups.reduce((sum, group) => sum + group.calls, 0)).toBe(calls.length);
        expect(groups.filter(({ outcome }) => good(outcome)).reduce((sum, group) => sum + group.calls, 0)).toBe(
          calls.filter(({ outcome }) => good(outcome)).length,
        );
        expect(groups.reduce((sum, group) => sum + group.totalUs, 0)).toBe(
          calls.reduce((sum, { milliseconds }) => sum + milliseconds * 1000, 0),
        );
      }),
    );
  });
});
