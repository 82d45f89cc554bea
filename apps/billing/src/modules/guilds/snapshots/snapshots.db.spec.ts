import { heldPromise, until } from '@pulsetech/testing';
import { DataSource } from 'typeorm';
import { BillingUnderTest, type IssuedLicence, type JsonAnswer } from '../../../../test/billing-under-test.js';
import { GUILD, JOHN, type Answer } from '../../../../test/fake-discord.js';
import { SnapshotPageEntity } from './snapshot-page.entity.js';
import { SnapshotEntity } from './snapshot.entity.js';
import { SnapshotsHousekeeping } from './snapshots.housekeeping.js';

const STUDENT = '111111111111111111';
const PREMIUM = '222222222222222222';
const LIST = `GET /guilds/${GUILD}/members`;
const COUNTS = `GET /guilds/${GUILD}/roles/member-counts`;
const HOUR_S = 3_600;

const idOf = (n: number): string => String(400_000_000_000_000_000n + BigInt(n));
const refusal = (status: number, code: number): Answer => ({ status, body: { message: 'Refused', code } });

describe('a snapshot of a guild', () => {
  let billing: BillingUnderTest;
  let licence: IssuedLicence;

  beforeEach(async () => {
    billing = await BillingUnderTest.start();
    licence = await billing.issue();
    billing.discord.members.clear();
    for (let n = 0; n < 2_500; n++) billing.discord.members.set(idOf(n), n % 2 === 0 ? [STUDENT] : [STUDENT, PREMIUM]);
  }, 120_000);
  afterEach(() => billing.stop());

  const start = (order: object = {}, key = licence.key, at = billing): Promise<JsonAnswer> =>
    at.call('POST', '/v1/guild/snapshots', { key, json: { linked: 2_500, maxAgeMs: 60_000, ...order } });
  const show = (id: string, key = licence.key, at = billing): Promise<JsonAnswer> =>
    at.call('GET', `/v1/guild/snapshots/${id}`, { key });
  const lookup = (id: string, ids: readonly string[], key = licence.key, at = billing): Promise<JsonAnswer> =>
    at.call('POST', `/v1/guild/snapshots/${id}/lookup`, { key, json: { ids } });
  const idIn = ({ body }: JsonAnswer): string => String(body['id']);
  const ended = async (id: string, at = billing): Promise<JsonAnswer> => {
    await until('the walk ends', async () => (await show(id, licence.key, at)).body['state'] !== 'walking');
    return show(id, licence.key, at);
  };
  const taken = async (order: object = {}): Promise<string> => {
    const id = idIn(await start(order));
    await ended(id);
    return id;
  };
  const walks = (): number => billing.discord.calls.filter((call) => call === LIST).length;
  const pages = (): Promise<SnapshotPageEntity[]> =>
    billing.database.manager.find(SnapshotPageEntity, { order: { snapshotId: 'ASC', number: 'ASC' } });
  /** Holds every page after the first until the promise is kept. */
  const holdAfterFirstPage = (held: Promise<unknown>): void => {
    billing.discord.gate = (call, query) => (call === LIST && query.get('after') !== '0' ? held : undefined);
  };

  it('is started at once, tells its progress, and ends with a proof', async () => {
    const held = heldPromise<true>();
    holdAfterFirstPage(held.promise);
    const begun = await start();
    expect(begun).toMatchObject({
      status: 201,
      body: { guildId: GUILD, kind: 'walk', state: 'walking', failure: null, membersTotal: 2_500, proof: null },
    });
    const id = idIn(begun);
    await until('the first page is read', async () => (await show(id)).body['membersRead'] === 1_000);
    expect(await lookup(id, [idOf(1)])).toMatchObject({ status: 409, body: { error: { code: 'snapshot_not_ready' } } });
    held.resolve(true);
    expect((await ended(id)).body).toMatchObject({
      state: 'complete',
      membersRead: 2_500,
      proof: { proven: true, reason: null, disagreements: [] },
      finishedAt: billing.clock.nowMs(),
    });
    expect(walks()).toBe(3);
  });

  it('costs a request for each page, and a handful for all that a run wants to know besides', async () => {
    const roles = (headers = {}) => billing.call('GET', '/v1/guild/roles', { key: licence.key, headers });
    await roles();
    const id = await taken();
    await lookup(id, [idOf(1)]);
    await roles({ 'cache-control': 'no-cache' });
    const others = billing.discord.calls.filter((call) => call !== LIST);
    expect(walks()).toBe(3);
    expect(others.length).toBeLessThanOrEqual(8);
  });

  it('says exactly of those asked for what it met, as of when their page was asked for', async () => {
    const startedAt = billing.clock.nowMs();
    billing.discord.gate = (call) => {
      if (call === LIST) billing.clock.advanceSeconds(1);
      return undefined;
    };
    const id = await taken();
    const { status, body } = await lookup(id, [idOf(2_499), idOf(1), JOHN, idOf(1_500), idOf(9_999)]);
    expect(status).toBe(200);
    const member = (roles: string[], at: number) => ({ kind: 'member', roles, pending: false, guest: false, at });
    expect(body).toMatchObject({
      guildId: GUILD,
      members: [
        { id: idOf(2_499), observation: member([STUDENT, PREMIUM], startedAt + 2_000) },
        { id: idOf(1), observation: member([STUDENT, PREMIUM], startedAt) },
        { id: idOf(1_500), observation: member([STUDENT], startedAt + 1_000) },
      ],
      notMet: [JOHN, idOf(9_999)],
    });
  });

  it('is stored sealed, a row and a statement a page', async () => {
    const inserts: string[] = [];
    const { logger } = billing.database;
    billing.database.logger = Object.assign(Object.create(logger) as typeof logger, {
      logQuery: (query: string) => void inserts.push(query),
    });
    const id = await taken();
    expect(inserts.filter((query) => query.includes('guild_snapshot_pages'))).toHaveLength(4);
    inserts.length = 0;
    await lookup(
      id,
      Array.from({ length: 1_000 }, (_, n) => idOf(n + 500)),
    );
    // Who is asked about for the first time is noted, too.
    expect(inserts.length).toBeLessThanOrEqual(4);
    inserts.length = 0;
    await lookup(
      id,
      Array.from({ length: 1_000 }, (_, n) => idOf(n + 1_500)),
    );
    expect(inserts.length).toBeLessThanOrEqual(3);
    inserts.length = 0;
    await lookup(
      id,
      Array.from({ length: 1_000 }, (_, n) => idOf(n + 1_500)),
    );
    // Neither pages nor people are read again.
    expect(inserts.length).toBeLessThanOrEqual(1);
    for (const page of await pages()) {
      expect(Buffer.from(page.sealed, 'base64url').includes('4000000')).toBe(false);
      expect(page.sealed).toMatch(/^k1\./);
      expect(page.sealed.length).toBeLessThan(65_535);
    }
  });

  it('is gone on with by the next process, from the last stored page and with its own times', async () => {
    const held = heldPromise<true>();
    holdAfterFirstPage(held.promise);
    const startedAt = billing.clock.nowMs();
    const id = idIn(await start());
    await until('the second page is asked for', () => walks() === 2);
    await billing.endProcess();
    held.resolve(true);
    billing.discord.calls.length = 0;
    billing.clock.advanceSeconds(5);
    const next = await billing.another();
    try {
      expect((await ended(id, next)).body).toMatchObject({
        state: 'complete',
        membersRead: 2_500,
        proof: { proven: true },
      });
      expect(walks()).toBe(2);
      const { body } = await lookup(id, [idOf(1), idOf(2_000)], licence.key, next);
      expect(body).toMatchObject({
        members: [{ observation: { at: startedAt } }, { observation: { at: startedAt + 5_000 } }],
      });
    } finally {
      await next.endProcess();
    }
  });

  it('fails, and lets the server start, when its pages cannot be opened any more', async () => {
    const held = heldPromise<true>();
    holdAfterFirstPage(held.promise);
    const id = idIn(await start());
    await until('the second page is asked for', () => walks() === 2);
    await billing.endProcess();
    const database = new DataSource({ ...billing.database.options });
    await database.initialize();
    await database.query("UPDATE guild_snapshot_pages SET sealed = 'lost.AAAA'");
    await database.destroy();
    held.resolve(true);
    const next = await billing.another();
    try {
      expect((await show(id, licence.key, next)).body).toMatchObject({ state: 'failed', failure: 'internal_error' });
    } finally {
      await next.endProcess();
    }
  });

  it('is walked by one process only when two find it under way', async () => {
    const held = heldPromise<true>();
    holdAfterFirstPage(held.promise);
    const id = idIn(await start());
    await until('the first page is stored', async () => (await pages()).length === 1);
    const other = await billing.another();
    try {
      await until('both ask for the next page', () => walks() >= 3);
      held.resolve(true);
      expect((await ended(id)).body).toMatchObject({ state: 'complete', membersRead: 2_500, proof: { proven: true } });
      expect((await ended(id, other)).body).toMatchObject({ state: 'complete', membersRead: 2_500 });
      expect((await pages()).map(({ number }) => number)).toEqual([0, 1, 2]);
    } finally {
      await other.endProcess();
    }
  });

  it('is taken over when the process that walked it is gone and another is left', async () => {
    const id = await taken();
    const row = { state: 'walking' as const, finishedAt: null, proofSealed: null };
    await billing.database.manager.update(SnapshotEntity, { publicId: id }, row);
    const stray = { ...row, publicId: 'stray', guildId: GUILD, kind: 'walk' as const, failure: null };
    const now = billing.clock.nowMs();
    const times = { startedAt: now, usedAt: now };
    const counts = { membersRead: 0, membersTotal: 2_500, countsSealed: null };
    await billing.database.manager.insert(SnapshotEntity, { ...stray, ...times, ...counts });
    await billing.app.get(SnapshotsHousekeeping).tidy();
    expect(walks()).toBe(3);
    billing.clock.advanceSeconds(100);
    await billing.app.get(SnapshotsHousekeeping).tidy();
    expect((await ended('stray')).body).toMatchObject({ state: 'complete', membersRead: 2_500 });
  });

  describe('of one guild', () => {
    it('is shared by its sites, while it is young enough for them', async () => {
      const other = await billing.issue('Other site');
      const [one, two] = await Promise.all([start(), start({ linked: 600 }, other.key)]);
      expect(idIn(one)).toBe(idIn(two));
      await ended(idIn(one));
      billing.clock.advanceSeconds(30);
      expect(idIn(await start())).toBe(idIn(one));
      expect(idIn(await start({ maxAgeMs: 10_000 }))).not.toBe(idIn(one));
      expect((await lookup(idIn(one), [idOf(1)], other.key)).status).toBe(200);
    });

    it('is walked twice at a time at most, however often it is asked for', async () => {
      const held = heldPromise<true>();
      holdAfterFirstPage(held.promise);
      const ids: string[] = [];
      for (let n = 0; n < 4; n++) {
        billing.clock.advanceSeconds(1);
        ids.push(idIn(await start({ maxAgeMs: 0 })));
      }
      expect(new Set(ids).size).toBe(2);
      expect(ids[3]).toBe(ids[1]);
      held.resolve(true);
      for (const id of ids) await ended(id);
    });

    it('is unknown to the sites of another', async () => {
      const stranger = await billing.issue('Stranger', null, '900000000000000002');
      const id = await taken();
      for (const asked of [show(id, stranger.key), lookup(id, [idOf(1)], stranger.key)]) {
        expect(await asked).toMatchObject({ status: 404, body: { error: { code: 'snapshot_unknown' } } });
      }
    });
  });

  it('does not exist under an id that was never given', async () => {
    expect(await show('nothing')).toMatchObject({ status: 404, body: { error: { code: 'snapshot_unknown' } } });
    const id = await taken();
    for (const ids of [[], ['1'], Array(1001).fill(JOHN)]) expect(await lookup(id, ids)).toMatchObject({ status: 400 });
    expect(await start({ linked: -1 })).toMatchObject({ status: 400 });
  });

  describe('for few users of a large guild', () => {
    it('walks nothing, and reads those asked for when they are', async () => {
      const id = idIn(await start({ linked: 10 }));
      expect((await show(id)).body).toMatchObject({
        kind: 'single_reads',
        state: 'complete',
        proof: { proven: true },
        membersTotal: 2_500,
      });
      billing.discord.members.set(idOf(1), [PREMIUM]);
      const { body } = await lookup(id, [idOf(1), JOHN]);
      expect(body).toMatchObject({
        members: [
          { id: idOf(1), observation: { kind: 'member', roles: [PREMIUM] } },
          { id: JOHN, observation: { kind: 'absent' } },
        ],
        notMet: [],
      });
      expect(walks()).toBe(0);
    });

    it('concludes nothing about anybody when the guild cannot be read then', async () => {
      const id = idIn(await start({ linked: 10 }));
      billing.discord.fault = () => refusal(404, 10004);
      expect(await lookup(id, [JOHN])).toMatchObject({ status: 502, body: { error: { code: 'guild_unreadable' } } });
    });
  });

  describe('fails', () => {
    it.each([
      [refusal(404, 10004), 'guild_unreadable'],
      [refusal(403, 50001), 'missing_access'],
      [refusal(403, 50013), 'missing_access'],
      [{ status: 401, body: { message: '401: Unauthorized', code: 0 } }, 'discord_unauthorized'],
      [{ status: 503 }, 'discord_unavailable'],
      [{ body: [{ user: { id: 'x' } }] }, 'discord_unavailable'],
      [
        { status: 429, headers: { 'retry-after': '3600', 'x-ratelimit-scope': 'user' }, body: { retry_after: 3600 } },
        'discord_rate_limited',
      ],
    ] as const)('when Discord answers a page with %j', async (answer, failure) => {
      billing.discord.fault = (call, query) => (call === LIST && query.get('after') !== '0' ? answer : undefined);
      const id = idIn(await start());
      expect((await ended(id)).body).toMatchObject({ state: 'failed', failure, proof: null, membersRead: 1_000 });
      expect(await lookup(id, [idOf(1)])).toMatchObject({ status: 409 });
      expect(await pages()).toEqual([]);
      billing.discord.fault = () => undefined;
      expect(idIn(await start({ maxAgeMs: 3_600_000 }))).not.toBe(id);
    });

    it.each([
      [refusal(404, 10004), 'guild_unreadable'],
      [refusal(403, 50001), 'missing_access'],
      [{ status: 401, body: { message: '401: Unauthorized', code: 0 } }, 'discord_unauthorized'],
    ] as const)('at once when Discord answers %j about the guild itself', async (answer, failure) => {
      billing.discord.fault = () => answer;
      expect((await start()).body).toMatchObject({ state: 'failed', failure });
      expect(walks()).toBe(0);
    });

    it('not because of a fault that passes', async () => {
      let faults = 3;
      billing.discord.fault = (call) => (call === LIST && faults-- > 0 ? { status: 502 } : undefined);
      expect((await ended(idIn(await start()))).body).toMatchObject({ state: 'complete', proof: { proven: true } });
    });
  });

  describe('has no proof', () => {
    it('when the members met with a role are not as many as the guild says', async () => {
      billing.discord.fault = (call) =>
        call === COUNTS ? { body: { [STUDENT]: 2_500, [PREMIUM]: 1_270 } } : undefined;
      expect((await ended(idIn(await start()))).body).toMatchObject({
        state: 'complete',
        proof: {
          proven: false,
          reason: expect.stringContaining('one role') as string,
          disagreements: [{ roleId: PREMIUM, met: 1_250, reported: [1_270, 1_270] }],
        },
      });
    });

    it('when the guild does not say how many members a role has', async () => {
      billing.discord.fault = (call) => (call === COUNTS ? { status: 500 } : undefined);
      const { body } = await ended(idIn(await start()));
      expect(body).toMatchObject({ state: 'complete', proof: { proven: false, disagreements: [] } });
    });
  });

  it('is kept for an hour after its last use, and a day at most', async () => {
    const id = await taken();
    const tidy = () => billing.app.get(SnapshotsHousekeeping).tidy();
    for (let hours = 0; hours < 24; hours++) {
      billing.clock.advanceSeconds(HOUR_S - 60);
      expect((await lookup(id, [idOf(1)])).status).toBe(200);
      await tidy();
    }
    expect(await pages()).toHaveLength(3);
    billing.clock.advanceSeconds(HOUR_S);
    await tidy();
    expect(await billing.database.manager.count(SnapshotEntity)).toBe(0);
    expect(await pages()).toEqual([]);
  });

  it('stops answering within seconds when the licence is revoked', async () => {
    const id = await taken();
    await billing.licences.revoke(licence.clientId);
    billing.clock.advanceSeconds(3);
    expect(await lookup(id, [idOf(1)])).toMatchObject({ status: 403, body: { error: { code: 'licence_revoked' } } });
  });

  describe('serves the lookup of many members', () => {
    const ids = [idOf(1), ...Array.from({ length: 20 }, (_, n) => idOf(n + 990)), JOHN];
    const members = (order: object = {}) =>
      billing.call('POST', '/v1/guild/members/lookup', { key: licence.key, json: { ids, ...order } });

    it('and whom it did not meet is asked for alone', async () => {
      const { body } = await members();
      expect(body['members']).toHaveLength(ids.length);
      expect(body['members']).toMatchObject([
        { id: idOf(1), observation: { kind: 'member' } },
        ...Array.from({ length: 20 }, (_, n) => ({ id: idOf(n + 990), observation: { kind: 'member' } })),
        { id: JOHN, observation: { kind: 'absent' } },
      ]);
      expect(walks()).toBe(3);
      await members({ maxAgeMs: 60_000 });
      expect(walks()).toBe(3);
    });

    it('who come back when it takes longer than they wait', async () => {
      const held = heldPromise<true>();
      holdAfterFirstPage(held.promise);
      const headers = { prefer: 'wait=1' };
      const asked = await billing.call('POST', '/v1/guild/members/lookup', {
        key: licence.key,
        json: { ids },
        headers,
      });
      expect(asked).toMatchObject({ status: 429, body: { error: { code: 'discord_rate_limited' } } });
      expect(Number(asked.headers.get('retry-after'))).toBeGreaterThan(0);
      held.resolve(true);
      expect((await members()).status).toBe(200);
      expect(walks()).toBe(3);
    });

    it('but tells nothing of anybody when it failed or has no proof', async () => {
      billing.discord.fault = (call) => (call === COUNTS ? { body: { [STUDENT]: 1 } } : undefined);
      const { body } = await members();
      const kinds = (body['members'] as { observation: { kind: string } }[]).map(({ observation }) => observation.kind);
      expect(new Set(kinds)).toEqual(new Set(['unknown']));
      billing.discord.fault = (call) => (call === LIST ? refusal(404, 10004) : undefined);
      billing.clock.advanceSeconds(1);
      expect(await members({ maxAgeMs: 0 })).toMatchObject({
        status: 502,
        body: { error: { code: 'guild_unreadable' } },
      });
    });
  });
});
