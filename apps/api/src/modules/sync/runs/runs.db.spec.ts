import type { RunDto } from '@pulsetech/contracts';
import { GUILD } from '../../../../test/fake-billing.js';
import { closeAfterEach } from '../../../../test/close-after.js';
import { STUDENT, SyncFixture, type Linked } from '../../../../test/sync.fixture.js';
import { LicenseService } from '../../license/license.service.js';
import { LinksRepository } from '../../linking/links.repository.js';
import { RunPace } from './waiting/run-pace.js';
import { RunViewService } from './review/run-view.service.js';
import { RunsRepository } from './runs.repository.js';
import { RunsService } from './runs.service.js';
import { SyncSchedule } from './sync-schedule.js';
import { SyncService } from '../user/sync.service.js';
import { summaryOf } from './commands/run-text.js';

describe('a run', () => {
  let fixture: SyncFixture;
  let role: string;
  let course: number;
  let people: Linked[];
  const run = async (): Promise<RunDto> => {
    fixture.site.clock.advanceSeconds(1);
    const { end } = await fixture.site.app.get(RunsService).start({ cause: 'cli' });
    return fixture.site.app.get(RunViewService).dto(await end());
  };

  beforeEach(async () => {
    fixture = await SyncFixture.start();
    [role, course] = [fixture.role(), await fixture.course('Introduction to Programming')];
    await fixture.mapping({ discordRoleId: role, courseId: course });
    people = [];
    for (let n = 0; n < 5; n++) people.push(await fixture.linked());
    for (const person of people) fixture.discordSays(person, [role]);
    // The list of Discord roles is younger than the mapping.
    fixture.site.clock.advanceSeconds(2);
  }, 120_000);
  afterEach(() => jest.restoreAllMocks());
  closeAfterEach(() => fixture);
  const coursesOf = async (who: readonly Linked[]): Promise<number[]> =>
    Promise.all(who.map(async (person) => (await fixture.held(person)).length));

  it('synchronises everybody who is linked by one lookup, and counts what it did', async () => {
    expect(await run()).toMatchObject({
      state: 'completed',
      users: 5,
      enrolled: 5,
      unenrolled: 0,
      errors: 0,
      reason: null,
    });
    expect(fixture.site.billing.snapshotLookups.map((ids) => ids.length)).toEqual([5]);
    fixture.discordSays(people[0] as Linked, []);
    fixture.discordSays(people[1] as Linked, 'absent');
    expect(await run()).toMatchObject({ state: 'completed', users: 5, enrolled: 0, unenrolled: 2 });
    expect(await coursesOf(people)).toEqual([0, 0, 1, 1, 1]);
  });

  it('costs a constant number of statements for users for whom nothing changed, and asks the LMS nothing about them', async () => {
    await run();
    const holdings = jest.spyOn(fixture.lms, 'readHoldings');
    const one = jest.spyOn(fixture.sync, 'syncUser');
    const finished = await run();
    expect(finished).toMatchObject({ state: 'completed', users: 5, enrolled: 0 });
    expect(holdings).not.toHaveBeenCalled();
    expect(one).not.toHaveBeenCalled();
    const link = await fixture.site.app.get(LinksRepository).findByUserId(people[0]?.userId ?? 0);
    expect(link?.lastSyncedAt).toBe(fixture.site.clock.nowSeconds());
  });

  it('takes nothing from those about whom nothing is known, counts them, and serves the others', async () => {
    await run();
    fixture.discordSays(people[0] as Linked, 'unknown');
    fixture.discordSays(people[1] as Linked, []);
    expect(await run()).toMatchObject({ state: 'completed_with_errors', errors: 1, unenrolled: 1 });
    expect(await coursesOf(people)).toEqual([1, 0, 1, 1, 1]);
  });

  it('ends incomplete and takes nothing when the members cannot be read', async () => {
    await run();
    for (const person of people) fixture.discordSays(person, []);
    fixture.site.app.get(RunPace).patienceMs = 100;
    fixture.site.billing.fault = 'discord';
    const finished = await run();
    expect(finished).toMatchObject({ state: 'incomplete', unenrolled: 0 });
    expect(finished.reason).toContain('Nobody lost anything by it');
    expect(await coursesOf(people)).toEqual([1, 1, 1, 1, 1]);
  });

  it('ends incomplete and takes nothing when a mapped Discord role was deleted during it, but gives what is due', async () => {
    const other = fixture.role();
    await fixture.mapping({ discordRoleId: other, courseId: await fixture.course() });
    fixture.site.clock.advanceSeconds(2);
    await run();
    for (const person of people) fixture.discordSays(person, []);
    fixture.site.billing.observations.set(people[0]?.discordId ?? '', (at) => {
      fixture.site.billing.roles.delete(role);
      return fixture.member([other], at);
    });
    expect(await run()).toMatchObject({ state: 'incomplete', enrolled: 1, unenrolled: 0 });
    expect(await coursesOf(people)).toEqual([2, 1, 1, 1, 1]);
  });

  it('keeps what a mapping gave whose Discord role was deleted before, where the settings say so', async () => {
    await run();
    await fixture.site.settings({ brokenMappings: 'keep' });
    fixture.site.billing.roles.delete(role);
    for (const person of people) fixture.discordSays(person, []);
    expect(await run()).toMatchObject({ state: 'completed', unenrolled: 0 });
    expect(await coursesOf(people)).toEqual([1, 1, 1, 1, 1]);
  });

  it('ends failed with the reason when the licence is not valid, and changes nothing', async () => {
    fixture.site.billing.licence = 'licence_revoked';
    const finished = await run();
    expect(finished).toMatchObject({ state: 'failed', users: 0, enrolled: 0 });
    expect(finished.reason).toBe((await fixture.site.app.get(LicenseService).current()).message);
    expect(await coursesOf(people)).toEqual([0, 0, 0, 0, 0]);
    expect(summaryOf(finished)).toContain('failed');
  });

  it('counts a broken mapping once, however many people it concerns', async () => {
    await fixture.mapping({ discordRoleId: role, courseId: 424_242 });
    expect(await run()).toMatchObject({ state: 'completed_with_errors', errors: 1, enrolled: 5 });
  });

  it('forgets users whom the LMS no longer has', async () => {
    await fixture.site.deleteUser((people[0] as Linked).user);
    expect(await run()).toMatchObject({ state: 'completed_with_errors', errors: 1, users: 4, enrolled: 4 });
    expect(await fixture.site.app.get(LinksRepository).count()).toBe(4);
  });

  it('is joined by whoever asks for another one meanwhile', async () => {
    const runs = fixture.site.app.get(RunsService);
    fixture.site.clock.advanceSeconds(1);
    const { run: first, end } = await runs.start({ cause: 'manual' });
    expect((await runs.start({ cause: 'manual' })).run.id).toBe(first.id);
    expect((await end()).id).toBe(first.id);
    expect(await fixture.site.app.get(RunsRepository).list(10)).toHaveLength(1);
  });

  it('that was killed goes on with the next start, and its counts are those of the whole run', async () => {
    const rows = fixture.site.app.get(RunsRepository);
    const killed = await rows.begin({ cause: 'schedule', dry: false, undoes: null, phase: 'snapshot' });
    const [done] = people;
    await fixture.site.app.get(SyncService).syncUser({
      guildId: GUILD,
      ...(done as Linked),
      observation: fixture.member([role]),
      cause: 'schedule',
      runId: killed.id,
    });
    expect(await run()).toMatchObject({ id: killed.id, cause: 'schedule', state: 'completed', users: 5, enrolled: 5 });
    expect(await fixture.held(done as Linked)).toEqual([[course, [STUDENT]]]);
  });

  describe('by the schedule', () => {
    const look = async (): Promise<number> => {
      const runs = fixture.site.app.get(RunsService);
      await fixture.site.app.get(SyncSchedule).look();
      const rows = fixture.site.app.get(RunsRepository);
      if (await rows.findRunning()) await (await runs.start({ cause: 'schedule' })).end();
      return (await rows.list(10)).length;
    };

    it('comes every hour, a new site’s first one an hour after its first start', async () => {
      expect(await look()).toBe(0);
      await fixture.site.pass(3599);
      expect(await look()).toBe(0);
      await fixture.site.pass(1);
      expect(await look()).toBe(1);
      expect(await look()).toBe(1);
      await fixture.site.pass(3600);
      expect(await look()).toBe(2);
    });

    it('follows the settings, and never comes when it is manual', async () => {
      await look();
      await fixture.site.settings({ syncInterval: 'daily' });
      await fixture.site.pass(86_399);
      expect(await look()).toBe(0);
      await fixture.site.settings({ syncInterval: 'manual' });
      await fixture.site.pass(864_000);
      expect(await look()).toBe(0);
      await fixture.site.settings({ syncInterval: 'weekly' });
      expect(await look()).toBe(1);
    });
  });
});
