import type { WhyDto } from '@pulsetech/contracts';
import type { Browser } from '../../../../test/browser.js';
import { closeAfterAll } from '../../../../test/close-after.js';
import { countingStatements } from '../../../../test/counting-statements.js';
import { ASSISTANT, STUDENT, SyncFixture, type Linked } from '../../../../test/sync.fixture.js';
import { SiteRepository } from '../../lms/embedded/site.repository.js';
import { LmsError } from '../../lms/lms.errors.js';
import { MappingsService } from '../../mappings/mappings.service.js';
import { insertRows } from '../ledger/sql.js';
import { WhyService } from './why.service.js';

const DAY = 86_400;

describe('why somebody has a course, or not', () => {
  let fixture: SyncFixture;
  let manager: Browser;
  let role: string;
  let courseId: number;
  let mappingId: number;
  let person: Linked;

  beforeAll(async () => {
    fixture = await SyncFixture.start();
    manager = await fixture.site.browserOf(await fixture.site.manager());
  }, 120_000);
  closeAfterAll(() => fixture);

  beforeEach(async () => {
    fixture.site.billing.fault = 'none';
    fixture.site.clock.advanceSeconds(120);
    await fixture.site.settings({
      lossPolicy: 'unenrol',
      graceDays: 0,
      brokenMappings: 'hold',
      syncInterval: 'hourly',
    });
    role = fixture.role();
    fixture.site.billing.roles.set(role, 'Premium Member');
    courseId = await fixture.course('Advanced Topics');
    mappingId = await fixture.mapping({ discordRoleId: role, courseId });
    await seeRoles();
    person = await fixture.linked();
  });

  /** Deleted and renamed Discord roles are seen, as the look at the mappings does it. */
  const seeRoles = async (): Promise<void> => {
    fixture.site.clock.advanceSeconds(120);
    await fixture.site.app.get(MappingsService).listFresh();
    fixture.forget();
  };
  const why = async (userId = person.userId, course = courseId): Promise<WhyDto> => {
    const response = await manager.get(`/api/v1/sync/why?userId=${userId}&courseId=${course}`);
    expect(response.status).toBe(200);
    return (await response.json()) as WhyDto;
  };
  const conclusion = async (): Promise<string> => (await why()).conclusion;
  const observe = async (what: Parameters<SyncFixture['discordSays']>[1]): Promise<void> => {
    fixture.discordSays(person, what);
    fixture.site.clock.advanceSeconds(60);
    await fixture.sync.observeAndSync({ userId: person.userId, cause: 'manual' });
  };

  it('follows the chain from the Discord role by the mapping to the grant, its last change and what comes next', async () => {
    await fixture.see(person, [role], 'login');
    expect(await why()).toEqual({
      userId: person.userId,
      userName: 'Per Son',
      courseId,
      course: 'Advanced Topics',
      conclusion: 'Per Son has “Advanced Topics” as Student because of the Discord role “Premium Member”.',
      enrolment: 'active',
      observation: { state: 'member', at: fixture.site.clock.nowMs() },
      chains: [
        {
          mappingId,
          discordRole: 'Premium Member',
          holdsDiscordRole: true,
          role: 'Student',
          problems: [],
          grant: { origin: 'granted', state: 'active', since: fixture.site.clock.nowSeconds() },
          lastChange: expect.objectContaining({ action: 'granted', cause: 'login', because: 'role_held' }) as object,
          next: 'It stays as long as the Discord role is held.',
        },
      ],
    });
  });

  it('is that the Discord role is missing', async () => {
    await fixture.see(person, []);
    const { chains, enrolment, ...answer } = await why();
    expect(enrolment).toBe('none');
    expect(answer.conclusion).toBe(
      'Per Son does not have “Advanced Topics” because the Discord role “Premium Member” is missing.',
    );
    expect(chains).toMatchObject([
      {
        holdsDiscordRole: false,
        grant: null,
        lastChange: null,
        next: expect.stringContaining('when the Discord role') as string,
      },
    ]);
  });

  it('is one of several Discord roles that is missing', async () => {
    const other = fixture.role();
    fixture.site.billing.roles.set(other, 'VIP');
    await fixture.mapping({ discordRoleId: other, courseId });
    await seeRoles();
    await fixture.see(person, []);
    expect(await conclusion()).toContain('because none of the Discord roles “Premium Member” and “VIP” is there');
  });

  it('is that it was taken when the role was lost, with the record of that', async () => {
    await fixture.see(person, [role]);
    await fixture.see(person, []);
    const { chains } = await why();
    expect(chains[0]?.lastChange).toMatchObject({
      action: 'revoked',
      because: 'role_lost',
      discordRole: 'Premium Member',
    });
  });

  it('is a teacher, where Discord has nothing to do with it', async () => {
    await fixture.enrolByHand(person.userId, courseId);
    expect(await conclusion()).toBe('Per Son has “Advanced Topics” by hand; Discord has nothing to do with it.');
    await fixture.see(person, [role]);
    const { conclusion: adopted, chains } = await why();
    expect(adopted).toContain('by hand: it was there before the Discord role came, so it stays when that goes.');
    expect(chains).toMatchObject([
      { grant: { origin: 'adopted' }, next: 'It stays in the LMS, also when the Discord role goes.' },
    ]);
  });

  it('is a suspension: since when, why, and until when', async () => {
    await fixture.site.settings({ lossPolicy: 'suspend', graceDays: 14 });
    fixture.site.clock.advanceSeconds(10);
    await fixture.see(person, [role]);
    await fixture.see(person, []);
    const since = fixture.site.clock.nowSeconds();
    const day = (at: number): string =>
      new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(at * 1000);
    const { conclusion: said, enrolment, chains } = await why();
    expect(enrolment).toBe('suspended');
    expect(said).toBe(
      `The access of Per Son to “Advanced Topics” has been suspended since ${day(since)}, because the Discord role “Premium Member” is not held any more; grades and submissions stay, and a Discord role for it opens it again; the enrolment ends after ${day(since + 14 * DAY)} unless that comes before.`,
    );
    expect(chains).toMatchObject([
      {
        grant: { state: 'suspended', since },
        next: expect.stringContaining(`Unenrolled after ${day(since + 14 * DAY)}`) as string,
      },
    ]);
    await fixture.site.settings({ graceDays: 0 });
    fixture.site.clock.advanceSeconds(10);
    expect((await why()).chains[0]?.next).toBe('It stays suspended until a Discord role for it comes back.');
  });

  it('is a suspension that unlinking began, and what opens it again', async () => {
    await fixture.site.settings({ lossPolicy: 'suspend', graceDays: 0 });
    fixture.site.clock.advanceSeconds(10);
    await fixture.see(person, [role]);
    await (await fixture.site.browserOf(person.user)).change('DELETE', '/api/v1/link');
    const { conclusion: said, chains } = await why();
    expect(said).toMatch(
      /suspended since .*, because the Discord account is no longer linked; .* linking a Discord account that has a role for it opens it again\.$/,
    );
    expect(chains[0]?.next).toBe('It stays suspended until a Discord account that has a role for it is linked.');
  });

  it('is not wholly known while the LMS does not answer', async () => {
    await fixture.see(person, []);
    const silent = jest
      .spyOn(fixture.lms, 'readHoldings')
      .mockRejectedValue(new LmsError('lms_unavailable', 'The LMS does not answer.'));
    const { conclusion: said, enrolment } = await why();
    silent.mockRestore();
    expect(enrolment).toBe('unknown');
    expect(said).toMatch(
      /is missing; the LMS does not answer at the moment, so what was done there by hand is not known\.$/,
    );
  });

  it('is that it is due, and when it comes', async () => {
    await fixture.see(person, [role]);
    await fixture.mapping({ discordRoleId: role, courseId: (courseId = await fixture.course('Staff Training')) });
    const { conclusion: said, chains } = await why();
    expect(said).toBe(
      'Per Son is due to get “Staff Training” as Student, because of the Discord role “Premium Member”; it comes with the next synchronisation.',
    );
    expect(chains[0]?.next).toMatch(
      /^It is given with the next synchronisation: at sign-in, by “Sync now”, or with the next run/,
    );
  });

  it('is that somebody left the Discord server', async () => {
    await observe([role]);
    await observe('absent');
    expect(await why()).toMatchObject({
      conclusion: expect.stringContaining('because the person is not in the Discord server') as string,
      observation: { state: 'absent' },
      chains: [{ holdsDiscordRole: false, lastChange: { because: 'left_server' } }],
    });
  });

  it.each([
    ['pending', 'screening is not completed'],
    ['guest', 'guests of the Discord server get nothing'],
  ] as const)('is that somebody is no full member: %s', async (kind, words) => {
    fixture.site.billing.observations.set(person.discordId, (at) => ({
      ...{ kind: 'member', roles: [role], at },
      pending: kind === 'pending',
      guest: kind === 'guest',
    }));
    fixture.site.clock.advanceSeconds(60);
    await fixture.sync.observeAndSync({ userId: person.userId, cause: 'manual' });
    expect(await why()).toMatchObject({
      conclusion: expect.stringContaining(words) as string,
      chains: [{ holdsDiscordRole: true, next: expect.stringMatching(/^It is given when/) as string }],
    });
  });

  it('is not known while Discord does not answer, and nobody loses anything because of that', async () => {
    await observe('unknown');
    expect(await conclusion()).toContain('is not known, because Discord could not be read at the last try; ');
    await observe([role]);
    await observe('unknown');
    expect(await conclusion()).toMatch(
      /has “Advanced Topics” as Student because of .*; Discord could not be read at the last try \(last good look: .* UTC\), and nobody loses access because of that\.$/,
    );
  });

  it('is that nobody has looked yet, or that no account is linked', async () => {
    expect(await why()).toMatchObject({
      conclusion: expect.stringContaining('nobody has looked since the Discord account was linked') as string,
      observation: { state: 'never_checked', at: null },
      chains: [{ holdsDiscordRole: null }],
    });
    const stranger = await fixture.site.user();
    expect((await why(stranger.id)).conclusion).toContain(
      'because no Discord account is linked; the Discord role “Premium Member” would give it',
    );
  });

  it('is a mapping that is broken, and what runs will do about it', async () => {
    await fixture.see(person, [role]);
    fixture.site.billing.roles.delete(role);
    await seeRoles();
    await fixture.see(person, []);
    const { conclusion: said, chains } = await why();
    expect(said).toBe(
      `Per Son has “Advanced Topics” as Student, and keeps that until an admin has decided about a run, because the Discord role “Role ${role}” was deleted in Discord.`,
    );
    expect(chains[0]?.problems).toEqual([expect.stringContaining('The Discord role was deleted.')]);
    expect(chains[0]?.next).toMatch(
      /^It stays until an admin has decided about it, because .* was deleted in Discord; that is asked for with the next run, /,
    );
    const other = await fixture.linked();
    await fixture.see(other, []);
    expect((await why(other.userId)).conclusion).toContain(
      'Discord cannot give “Advanced Topics” at present: the Discord role was deleted.',
    );
    await fixture.site.settings({ brokenMappings: 'keep' });
    fixture.site.clock.advanceSeconds(10);
    expect((await why()).chains[0]?.next).toBe('It stays: people keep what a deleted Discord role gave them.');
  });

  it('is that the course is gone', async () => {
    await fixture.site.app.get(SiteRepository).deleteCourse(courseId);
    fixture.forget();
    expect(await why()).toMatchObject({
      course: null,
      conclusion: expect.stringContaining('no longer exists in the LMS') as string,
    });
  });

  it('is that the mapping was deleted, until the next synchronisation', async () => {
    await fixture.see(person, [role]);
    await fixture.site.app.get(MappingsService).remove(mappingId);
    const { conclusion: said, chains } = await why();
    expect(said).toContain(
      'which ends with the next synchronisation, because no Discord role is mapped to it any more.',
    );
    expect(chains).toMatchObject([
      {
        mappingId: null,
        discordRole: expect.any(String) as string,
        holdsDiscordRole: null,
        next: expect.stringMatching(/^Taken away with the next/) as string,
      },
    ]);
  });

  it('is that nobody mapped it', async () => {
    expect((await why(person.userId, await fixture.course('Free Course'))).conclusion).toBe(
      'No Discord role gives “Free Course”: it is in no role mapping.',
    );
  });

  it('is what somebody did in the LMS to what Discord gave', async () => {
    await fixture.see(person, [role]);
    await fixture.lms.apply([{ type: 'unenrol', userId: person.userId, courseId }]);
    expect(await conclusion()).toContain('somebody took it away in the LMS');
  });

  it('is a held run that wants to take it and waits for a decision', async () => {
    await fixture.see(person, [role]);
    const { manager: on } = fixture.site.dataSource;
    const now = fixture.site.clock.nowSeconds();
    await insertRows(
      on,
      'sync_runs',
      ['id', 'cause', 'state', 'timestarted'],
      [[900 + courseId, 'schedule', 'held', now]],
    );
    const columns = ['runid', 'userid', 'kind', 'targetid', 'roleid', 'action', 'mappingid', 'because', 'state'];
    await insertRows(on, 'sync_run_items', columns, [
      [900 + courseId, person.userId, 'role', courseId, STUDENT, 'revoke', mappingId, 'role_lost', 'waiting'],
    ]);
    await on.query("UPDATE sync_states SET roles = '[]' WHERE userid = ?", [person.userId]);
    const { conclusion: said, chains } = await why();
    expect(said).toBe(
      `Run ${900 + courseId} wants to take “Advanced Topics” from Per Son, because the Discord role “Premium Member” is not held any more, and waits for an admin to approve or reject it; until then it stays.`,
    );
    expect(chains[0]?.next).toContain('waits for an admin to decide');
    await fixture.see(person, [role]);
    expect(await conclusion()).toContain('because of the Discord role');
  });

  it('tells when the next run comes', async () => {
    const due = await fixture.course('Due');
    await fixture.see(person, [role]);
    await fixture.mapping({ discordRoleId: role, courseId: due });
    await fixture.site.settings({ syncInterval: 'manual' });
    fixture.site.clock.advanceSeconds(10);
    expect((await why(person.userId, due)).chains[0]?.next).toContain(
      'somebody has to start because scheduled runs are off',
    );
  });

  it('speaks of each of several roles in one course', async () => {
    const assistant = fixture.role();
    fixture.site.billing.roles.set(assistant, 'Helper');
    await fixture.mapping({ discordRoleId: assistant, courseId, roleId: ASSISTANT });
    await seeRoles();
    await fixture.see(person, [role, assistant]);
    const { conclusion: said, chains } = await why();
    expect(said).toMatch(/ as .* and .* because of the Discord role “Premium Member” and “Helper”\.$/);
    expect(chains.map(({ lastChange }) => lastChange?.action)).toEqual(['granted', 'granted']);
  });

  it('takes a constant number of statements', async () => {
    await fixture.see(person, [role]);
    const service = fixture.site.app.get(WhyService);
    await service.of({ userId: person.userId, courseId });
    const { statements } = await countingStatements(fixture.site.dataSource, () =>
      service.of({ userId: person.userId, courseId }),
    );
    expect(statements).toBeLessThanOrEqual(20);
  });

  describe('asked for oneself', () => {
    const own = async (of: Linked, course: number): Promise<Response> =>
      (await fixture.site.browserOf(of.user)).get(`/api/v1/link/why?courseId=${course}`);

    it('is told to oneself, in words of one’s own', async () => {
      await fixture.see(person, [role]);
      expect((await (await own(person, courseId)).json()) as WhyDto).toMatchObject({
        userId: person.userId,
        conclusion: 'You have “Advanced Topics” as Student because of the Discord role “Premium Member”.',
      });
      await fixture.see(person, []);
      expect(((await (await own(person, courseId)).json()) as WhyDto).conclusion).toBe(
        'You do not have “Advanced Topics” because the Discord role “Premium Member” is missing.',
      );
    });

    it('tells nothing of anybody else, nor what only admins may see', async () => {
      const response = await (
        await fixture.site.browserOf(person.user)
      ).get(`/api/v1/link/why?courseId=${courseId}&userId=1`);
      expect(response.status).toBe(400);
      const learner = await fixture.site.browserOf(person.user);
      expect((await learner.get(`/api/v1/sync/why?courseId=${courseId}&userId=${person.userId}`)).status).toBe(403);
      expect((await fixture.site.browser().get(`/api/v1/link/why?courseId=${courseId}`)).status).toBe(401);
      fixture.site.billing.roles.delete(role);
      await seeRoles();
      const { chains } = (await (await own(person, courseId)).json()) as WhyDto;
      expect(chains[0]?.problems).toEqual(['The Discord role for it was deleted. The site team can see this.']);
    });

    it('does not tell the names of courses that are none of one’s business', async () => {
      const secret = await fixture.course('Secret Project');
      for (const course of [secret, 424_242]) {
        const dto = (await (await own(person, course)).json()) as WhyDto;
        expect([dto.course, dto.conclusion, dto.chains]).toEqual([null, 'No Discord role gives this course.', []]);
      }
    });
  });

  it('is told only about people that there are', async () => {
    const response = await manager.get(`/api/v1/sync/why?userId=424242&courseId=${courseId}`);
    expect(response.status).toBe(404);
    expect((await manager.get('/api/v1/sync/why?userId=x&courseId=1')).status).toBe(400);
    expect((await manager.get('/api/v1/sync/why?userId=1')).status).toBe(400);
  });
});
