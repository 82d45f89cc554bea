import { setTimeout as sleep } from 'node:timers/promises';
import { Transactions } from '@pulsetech/server-kit';
import { until } from '@pulsetech/testing';
import { GUILD } from '../../../../test/fake-billing.js';
import { closeAfterAll } from '../../../../test/close-after.js';
import { STUDENT, SyncFixture, type Linked } from '../../../../test/sync.fixture.js';
import { Convoys } from '../../../platform/batching/convoys.js';
import { Leases } from '../../../platform/locks/leases.js';
import { LocksError } from '../../../platform/locks/locks.errors.js';
import { LedgerRepository } from '../ledger/ledger.repository.js';
import { SyncRecorder } from './sync-recorder.js';
import { SyncStarts } from './sync-starts.js';

const LEASE_SECONDS = 16;

describe('users who are synchronised at the same time', () => {
  let fixture: SyncFixture;
  let role: string;
  let other: string;
  let course: number;
  let otherCourse: number;
  let cohort: number;

  beforeAll(async () => {
    fixture = await SyncFixture.start();
    [role, other] = [fixture.role(), fixture.role()];
    [course, otherCourse, cohort] = [await fixture.course(), await fixture.course(), await fixture.cohort()];
    await fixture.mapping({ discordRoleId: role, courseId: course, cohortId: cohort });
    await fixture.mapping({ discordRoleId: other, courseId: otherCourse });
  }, 120_000);
  closeAfterAll(() => fixture);
  afterEach(() => jest.restoreAllMocks());

  const people = (count: number): Promise<Linked[]> =>
    Promise.all(Array.from({ length: count }, () => fixture.linked()));
  const seeAll = (all: readonly Linked[], roles: readonly string[]) =>
    Promise.allSettled(all.map((person) => fixture.see(person, roles)));
  const locks = () => fixture.site.dataSource.query<object[]>('SELECT name FROM locks');

  it('share transactions and calls of the LMS, and each is told its own changes', async () => {
    const all = await people(12);
    const transactions = jest.spyOn(fixture.site.app.get(Transactions), 'run');
    // The first convoys are at the LMS until all others wait for theirs: with two under way at a time, that makes three.
    const joined = jest.spyOn(Convoys.prototype, 'join');
    const readHoldings = fixture.lms.readHoldings.bind(fixture.lms);
    const asked = jest.spyOn(fixture.lms, 'readHoldings').mockImplementation(async (queries) => {
      await until('everybody joined a convoy', () => joined.mock.calls.length === all.length);
      return readHoldings(queries);
    });
    const applied = jest.spyOn(fixture.lms, 'apply');
    const outcomes = await seeAll(all, [role, other]);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'fulfilled', value: { result: { success: true, enrolled: 2 } } });
    }
    expect(asked.mock.calls.length).toBeLessThanOrEqual(3);
    expect(applied.mock.calls.length).toBeLessThanOrEqual(3);
    // Each convoy has a beginning, a change of the LMS, and an end.
    expect(transactions.mock.calls.length).toBeLessThanOrEqual(9);
    for (const person of all) {
      expect(await fixture.held(person)).toEqual([
        [course, [STUDENT]],
        [otherCourse, [STUDENT]],
      ]);
    }
    expect(await locks()).toEqual([]);
  });

  it('do not suffer from one whose intents cannot be stored; that one is left untouched', async () => {
    const all = await people(5);
    const unlucky = all[2]?.userId;
    const ledger = fixture.site.app.get(LedgerRepository);
    const write = ledger.write.bind(ledger);
    jest.spyOn(ledger, 'write').mockImplementation(async (entries, on) => {
      if (entries.some(({ userId }) => userId === unlucky)) throw new Error('this row is not to be had');
      await write(entries, on);
    });
    const outcomes = await seeAll(all, [role]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    for (const person of all) {
      const done = person.userId !== unlucky;
      expect(await fixture.held(person)).toEqual(done ? [[course, [STUDENT]]] : []);
      expect(await fixture.ledger(person)).toHaveLength(done ? 3 : 0);
    }
    expect(await locks()).toEqual([]);
  });

  it('do not suffer from one whom the LMS fails at; that one keeps open intents, and is completed later', async () => {
    const all = await people(5);
    const unlucky = all[3];
    const apply = fixture.lms.apply.bind(fixture.lms);
    jest.spyOn(fixture.lms, 'apply').mockImplementation((changes) => {
      if (changes.some(({ userId }) => userId === unlucky?.userId)) return Promise.reject(new Error('no'));
      return apply(changes);
    });
    const outcomes = await seeAll(all, [role]);
    const told = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.result.success : null));
    expect(told).toEqual([true, true, true, false, true]);
    if (!unlucky) throw new Error('There are five.');
    expect((await fixture.ledger(unlucky)).every((row) => row.endsWith('granting'))).toBe(true);
    jest.restoreAllMocks();
    expect((await fixture.see(unlucky, [role])).result).toMatchObject({ success: true, enrolled: 1 });
  });

  it('each keep their own order: the last thing seen is what holds, and every change is recorded once', async () => {
    const all = await people(6);
    const story = [[role], [role, other], [other], [], [role], [other]];
    await Promise.all(story.flatMap((roles) => all.map((person) => fixture.see(person, roles))));
    for (const person of all) {
      expect(await fixture.held(person)).toEqual([[otherCourse, [STUDENT]]]);
      const rows = await fixture.site.dataSource.query<{ action: string; targetid: number }[]>(
        "SELECT action, targetid FROM sync_changes WHERE userid = ? AND kind = 'role' ORDER BY id",
        [person.userId],
      );
      const of = (id: number) => rows.filter(({ targetid }) => targetid === id).map(({ action }) => action);
      expect(of(course)).toEqual(['granted', 'revoked', 'granted', 'revoked']);
      expect(of(otherCourse)).toEqual(['granted', 'revoked', 'granted']);
    }
  });

  it('go on when one loses its lease before the LMS is touched; that one changes nothing more', async () => {
    const all = await people(4);
    const stalled = all[1];
    const starts = fixture.site.app.get(SyncStarts);
    const begin = starts.begin.bind(starts);
    jest.spyOn(starts, 'begin').mockImplementation(async (start) => {
      const lease = await begin(start);
      if (start.userId === stalled?.userId) lease?.ended();
      return lease;
    });
    const outcomes = await seeAll(all, [role]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(outcomes[1]).toMatchObject({ reason: expect.any(LocksError) as unknown });
    if (!stalled) throw new Error('There are four.');
    expect(await fixture.held(stalled)).toEqual([]);
    jest.restoreAllMocks();
    fixture.site.clock.advanceSeconds(LEASE_SECONDS);
    expect((await fixture.see(stalled, [role])).result).toMatchObject({ success: true, enrolled: 1 });
    expect(await locks()).toEqual([]);
  });

  it('write nothing for one whom another process took over meanwhile: what that one did holds, for good', async () => {
    const all = await people(3);
    const [overtaken] = all;
    if (!overtaken) throw new Error('There are three.');
    const recorder = fixture.site.app.get(SyncRecorder);
    const settle = recorder.settle.bind(recorder);
    const other = fixture.otherProcess();
    let stalls = true;
    jest.spyOn(recorder, 'settle').mockImplementation(async (of, settlement, lease, seen) => {
      if (stalls && of.userId === overtaken.userId) {
        stalls = false;
        fixture.site.clock.advanceSeconds(LEASE_SECONDS);
        const { userId, discordId } = overtaken;
        await other.syncUser({
          guildId: GUILD,
          userId,
          discordId,
          observation: fixture.member([]),
          cause: 'webservice',
        });
      }
      await settle(of, settlement, lease, seen);
    });
    const outcomes = await seeAll(all, [role]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(outcomes[0]).toMatchObject({ reason: expect.any(LocksError) as unknown });
    expect([await fixture.held(overtaken), await fixture.ledger(overtaken)]).toEqual([[], []]);
    expect((await fixture.see(overtaken, [role])).result).toMatchObject({ success: true, enrolled: 1 });
    expect(await fixture.held(overtaken)).toEqual([[course, [STUDENT]]]);
    expect(await locks()).toEqual([]);
  });

  it('go by the mappings that hold when another process has let go of a user', async () => {
    const [person] = await people(1);
    if (!person) throw new Error('There is one.');
    const fresh = fixture.role();
    await fixture.mapping({ discordRoleId: fresh, courseId: course });
    const lease = await fixture.site.app.get(Leases).acquire(`user:${person.userId}`, { ttlMs: 15_000, waitMs: 0 });
    const begun = jest.spyOn(fixture.site.app.get(SyncStarts), 'begin');
    const synced = fixture.see(person, [fresh]);
    await until('the lease is waited for', () => begun.mock.calls.length === 1);
    await fixture.mapping({ discordRoleId: fresh, courseId: otherCourse });
    await lease?.release();
    expect((await synced).result).toMatchObject({ success: true, enrolled: 2 });
    expect(await fixture.held(person)).toHaveLength(2);
  });

  it('keep their intents when the LMS does not say of each change what became of it', async () => {
    const all = await people(2);
    jest.spyOn(fixture.lms, 'apply').mockImplementation(() => Promise.resolve([]));
    for (const outcome of await seeAll(all, [role])) {
      expect(outcome).toMatchObject({ status: 'fulfilled', value: { result: { success: false } } });
    }
    for (const person of all) {
      expect((await fixture.ledger(person)).every((row) => row.endsWith('granting'))).toBe(true);
    }
    jest.restoreAllMocks();
    for (const person of all) expect((await fixture.see(person, [role])).result.success).toBe(true);
  });

  // SQLite lets one write at a time, so that no single row can be held.
  const onServer = process.env['TEST_DATABASE'] === 'mariadb';
  const whileOneRowIsHeld = (): void => {
    const holdRow = async ({ userId }: Linked): Promise<() => Promise<void>> => {
      const runner = fixture.site.dataSource.createQueryRunner();
      await runner.startTransaction();
      await runner.query("INSERT INTO locks (name, owner, expires_at_ms) VALUES (?, 'other', 0)", [`user:${userId}`]);
      return async () => {
        await runner.rollbackTransaction();
        await runner.release();
      };
    };
    const first = ([person]: readonly Linked[]): Linked => {
      if (!person) throw new Error('There is nobody.');
      return person;
    };

    it('are done without that one, which follows when the row is free', async () => {
      const all = await people(20);
      const free = await holdRow(first(all));
      const done: number[] = [];
      const work = all.map((person) => fixture.see(person, [role]).then(() => done.push(person.userId)));
      await until('all others are done', () => done.length === all.length - 1, 10_000);
      expect(done).not.toContain(first(all).userId);
      const late = first(await people(1));
      const begun = performance.now();
      expect((await fixture.see(late, [role])).result).toMatchObject({ success: true });
      expect(performance.now() - begun).toBeLessThan(2000);
      await free();
      await Promise.all(work);
      for (const person of all) expect(await fixture.held(person)).toEqual([[course, [STUDENT]]]);
      expect(await locks()).toEqual([]);
    }, 60_000);

    it('change the LMS under no lease that ran out while they waited', async () => {
      const all = await people(2);
      const free = await holdRow(all[1] ?? first(all));
      const starts = jest.spyOn(fixture.site.app.get(SyncStarts), 'begin');
      const apply = fixture.lms.apply.bind(fixture.lms);
      const protectedUsers: string[] = [];
      jest.spyOn(fixture.lms, 'apply').mockImplementation(async (changes) => {
        const rows = await fixture.site.dataSource.query<{ name: string }[]>(
          'SELECT name FROM locks WHERE expires_at_ms > ?',
          [fixture.site.clock.nowMs()],
        );
        protectedUsers.push(...rows.map(({ name }) => name));
        return apply(changes);
      });
      const work = seeAll(all, [role]);
      await until('both have begun', () => starts.mock.calls.length === 2);
      await sleep(300);
      fixture.site.clock.advanceSeconds(LEASE_SECONDS);
      await free();
      expect((await work).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
      expect(new Set(protectedUsers)).toEqual(new Set(all.map(({ userId }) => `user:${userId}`)));
      for (const person of all) expect(await fixture.held(person)).toEqual([[course, [STUDENT]]]);
      expect(await locks()).toEqual([]);
    }, 60_000);
  };
  if (onServer) describe('while somebody else holds the row of one of them', whileOneRowIsHeld);
});
