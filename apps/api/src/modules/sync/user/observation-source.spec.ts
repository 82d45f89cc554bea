import { BillingClient, BillingFailure, type BillingFailureCode } from '@pulsetech/billing-client';
import { FakeClock } from '@pulsetech/testing';
import { LicenseError } from '../../license/license.errors.js';
import { ObservationSource } from './observation-source.js';

const GUILD = '900000000000000001';
const idOf = (n: number): string => String(400000000000000000n + BigInt(n));
/** Billing's clock, which is not ours. */
const BILLING_TIME = 9_000_000_000_000;
const member = (id: string) => ({ id, observation: { kind: 'absent' as const, at: BILLING_TIME - 3 } });

/** A source whose billing server answers, in turn, what is given; the last answer stays. */
function sourceThat(...answers: (BillingFailureCode | BillingFailure | 'ok' | 'other guild')[]) {
  const lookups: { ids: readonly string[]; maxAgeMs: number | undefined }[] = [];
  const billing = new BillingClient({ baseUrl: 'http://billing.example', timeoutMs: 1 });
  billing.lookupMembers = async (_key, ids, { maxAgeMs } = {}) => {
    lookups.push({ ids, maxAgeMs });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof BillingFailure) throw answer;
    if (answer !== 'ok' && answer !== 'other guild') throw new BillingFailure(answer ?? 'internal_error');
    const guildId = answer === 'ok' ? GUILD : '900000000000000002';
    return { guildId, receivedAt: BILLING_TIME, members: ids.map(member) };
  };
  const licence = { usable: true, verified: 0 };
  const licenses = {
    verifyUnlessTried: async () => {
      licence.verified += 1;
    },
    requireUsable: async () => {
      if (!licence.usable) throw new LicenseError('licence_invalid', 'The licence has expired.');
      return { key: 'key', guildId: GUILD, clientId: 'site' };
    },
  };
  const clock = new FakeClock();
  const source = new ObservationSource(billing, licenses as never, clock);
  const reasonFor = async (id = idOf(1)): Promise<string> => {
    const seen = (await source.observe([id])).get(id);
    return seen?.kind === 'unknown' ? seen.reason : (seen?.kind ?? 'nothing');
  };
  return { source, lookups, licence, clock, reasonFor };
}

describe('reading who is in the Discord server', () => {
  it('tells when it was read in our own time, whatever the clock of the billing server says', async () => {
    const { source, clock } = sourceThat('ok');
    expect((await source.observe([idOf(1)])).get(idOf(1))?.at).toBe(clock.nowMs() - 3);
  });

  it('asks for at most 1000 at a time', async () => {
    const { source, lookups } = sourceThat('ok');
    const ids = Array.from({ length: 2001 }, (_, n) => idOf(n));
    expect((await source.observe(ids)).size).toBe(2001);
    expect(lookups.map((lookup) => lookup.ids.length)).toEqual([1000, 1000, 1]);
  });

  it.each([
    ['discord_unavailable', 'discord_unavailable'],
    ['guild_unreadable', 'guild_unreadable'],
    ['licence_revoked', 'licence_invalid'],
    ['internal_error', 'billing_unreachable'],
    ['invalid_request', 'billing_unreachable'],
  ] as const)('concludes nothing from %s', async (code, reason) => {
    expect(await sourceThat(code).reasonFor()).toBe(reason);
  });

  it('concludes nothing from what is said about another server than the licence names, and has that looked into', async () => {
    const { reasonFor, licence } = sourceThat('other guild');
    expect(await reasonFor()).toBe('licence_invalid');
    expect(licence.verified).toBe(1);
  });

  it('concludes nothing, and asks nobody, without a valid licence', async () => {
    const { reasonFor, licence, lookups } = sourceThat('ok');
    licence.usable = false;
    expect(await reasonFor()).toBe('licence_invalid');
    expect(lookups).toEqual([]);
  });

  it('does not spoil the question for others with an id that Discord cannot have given', async () => {
    const { source, lookups } = sourceThat('ok');
    const seen = await source.observe(['999', idOf(1)]);
    expect(seen.get('999')?.kind).toBe('unknown');
    expect(seen.get(idOf(1))?.kind).toBe('absent');
    expect(lookups.map(({ ids }) => ids)).toEqual([[idOf(1)]]);
  });

  it('asks once more when the connection fails', async () => {
    expect(await sourceThat('billing_unreachable', 'ok').reasonFor()).toBe('absent');
    const { reasonFor, lookups } = sourceThat('billing_unreachable');
    expect(await reasonFor()).toBe('billing_unreachable');
    expect(lookups).toHaveLength(2);
  });

  it('waits for a pause that Discord asks for in a run, and does not let a person wait for it', async () => {
    const pause = new BillingFailure('discord_rate_limited', 429, 600);
    expect(await sourceThat(pause, 'ok').reasonFor()).toBe('discord_rate_limited');
    const { source, lookups, clock } = sourceThat(pause, 'ok');
    const since = clock.nowMs();
    clock.advanceSeconds(60);
    const seen = await source.observe([idOf(1)], { since, isStopping: () => false });
    expect(seen.get(idOf(1))?.kind).toBe('absent');
    expect(lookups.map(({ maxAgeMs }) => maxAgeMs)).toEqual([60_000, 60_000]);
  });

  it('stops waiting when the run is stopped', async () => {
    const { source } = sourceThat(new BillingFailure('discord_rate_limited', 429, 600_000));
    const seen = await source.observe([idOf(1)], { since: 0, isStopping: () => true });
    expect(seen.get(idOf(1))?.kind).toBe('unknown');
  });
});
