import type { WhyDto } from '@pulsetech/contracts';
import { closeAfterAll } from '../../../../test/close-after.js';
import { countingStatements } from '../../../../test/counting-statements.js';
import { ASSISTANT, type SyncFixture, type Linked } from '../../../../test/sync.fixture.js';
import { WhySite } from '../../../../test/why-site.fixture.js';
import { WhyService } from './why.service.js';

const DAY = 86_400;

describe('why somebody has a course, or not', () => {
  let site: WhySite;
  let fixture: SyncFixture;
  let role: string;
  let courseId: number;
  let mappingId: number;
  let person: Linked;

  beforeAll(async () => {
    site = await WhySite.start();
    ({ fixture } = site);
  }, 120_000);
  closeAfterAll(() => fixture);
  beforeEach(async () => {
    ({ role, courseId, mappingId, person } = await site.newCase());
  });

  const why = (userId = person.userId, course = courseId): Promise<WhyDto> => site.why(userId, course);
  const conclusion = async (): Promise<string> => (await why()).conclusion;

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
    await site.seeRoles();
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
    await site.seeRoles();
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

  it('is told only about people that there are', async () => {
    const response = await site.manager.get(`/api/v1/sync/why?userId=424242&courseId=${courseId}`);
    expect(response.status).toBe(404);
    expect((await site.manager.get('/api/v1/sync/why?userId=x&courseId=1')).status).toBe(400);
    expect((await site.manager.get('/api/v1/sync/why?userId=1')).status).toBe(400);
  });
});
