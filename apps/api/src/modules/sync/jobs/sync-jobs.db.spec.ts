import { testRedis, until, type TestRedis } from '@pulsetech/testing';
import { GUILD } from '../../../../test/fake-billing.js';
import { closeAfterAll } from '../../../../test/close-after.js';
import { SyncFixture, type Linked } from '../../../../test/sync.fixture.js';
import { InProcessJobs } from '../../../platform/queue/in-process-jobs.js';
import { Jobs, type JobCounts } from '../../../platform/queue/jobs.js';
import { RedisJobs } from '../../../platform/queue/redis-jobs.js';
import { SYNC_JOB, SyncJobs } from './sync-jobs.js';

const redis = testRedis();
const QUEUES: readonly (readonly [string, TestRedis | null])[] = [
  ['in process', null],
  ...(redis ? ([['on Redis', redis]] as const) : []),
];

describe.each(QUEUES)('synchronisations that are done later, %s', (_name, where) => {
  let fixture: SyncFixture;
  let role: string;
  let course: number;
  beforeAll(async () => {
    fixture = await SyncFixture.start(where ? { ...where } : {});
    [role, course] = [fixture.role(), await fixture.course()];
    await fixture.mapping({ discordRoleId: role, courseId: course });
  }, 120_000);
  closeAfterAll(() => fixture);
  afterEach(() => jest.restoreAllMocks());

  const queue = (): Jobs => fixture.site.app.get(Jobs);
  const counts = (): Promise<JobCounts> => queue().counts(SYNC_JOB);
  const jobs = (): SyncJobs => fixture.site.app.get(SyncJobs);
  const isEnrolled = async (person: Linked): Promise<boolean> => (await fixture.held(person)).length > 0;

  it('are on the queue that the configuration names', () => {
    expect(queue()).toBeInstanceOf(where ? RedisJobs : InProcessJobs);
    expect(queue().shared).toBe(where !== null);
  });

  it('are asked for by the site team, for those who are linked', async () => {
    const browser = await fixture.site.browserOf(await fixture.site.manager());
    const [one, two] = [await fixture.linked(), await fixture.linked()];
    const stranger = await fixture.site.user();
    for (const person of [one, two]) fixture.discordSays(person, [role]);
    const answer = await browser.change('POST', '/api/v1/sync/users', {
      userIds: [one.userId, two.userId, one.userId, stranger.id],
    });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ queued: 2, notLinked: 1 });
    expect((await counts()).waiting).toBe(2);
    start(queue());
    await until('both are enrolled', async () => (await isEnrolled(one)) && (await isEnrolled(two)));
    await until('none is left', async () => (await counts()).active === 0);
  });

  it.each([[[]], [Array.from({ length: 1001 }, (_, index) => index + 1)], [[0]], [['x']]])(
    'are refused for a list such as %j',
    async (userIds) => {
      const browser = await fixture.site.browserOf(await fixture.site.manager());
      expect((await browser.change('POST', '/api/v1/sync/users', { userIds })).status).toBe(400);
    },
  );

  it('are refused for whoever does not manage the site', async () => {
    const browser = await fixture.site.browserOf(await fixture.site.user());
    expect((await browser.change('POST', '/api/v1/sync/users', { userIds: [1] })).status).toBe(403);
  });

  it('follow by themselves when nothing is known about a user now', async () => {
    const person = await fixture.linked();
    const before = (await counts()).delayed;
    fixture.discordSays(person, 'unknown');
    await fixture.sync.observeAndSync({ userId: person.userId, cause: 'login' });
    await until('it is noted', async () => (await counts()).delayed === before + 1);
    fixture.discordSays(person, [role]);
    await jobs().later({ userId: person.userId, cause: 'manual' });
    await until('the user is enrolled', () => isEnrolled(person));
    await until('the delayed one is gone with it', async () => (await counts()).delayed === before);
  });

  it('follow by themselves when the LMS did not take a change', async () => {
    const person = await fixture.linked();
    const before = (await counts()).delayed;
    jest
      .spyOn(fixture.lms, 'apply')
      .mockImplementationOnce((changes) =>
        Promise.resolve(
          changes.map(() => ({ applied: 'no' as const, code: 'lms_unavailable' as const, message: 'Not today.' })),
        ),
      );
    await fixture.see(person, [role]);
    await until('it is noted', async () => (await counts()).delayed === before + 1);
  });

  it('do not follow when the licence is not valid', async () => {
    const person = await fixture.linked();
    const before = (await counts()).delayed;
    await fixture.sync.syncUser({
      guildId: GUILD,
      ...person,
      cause: 'login',
      observation: { kind: 'unknown', reason: 'licence_invalid', at: fixture.site.clock.nowMs() },
    });
    expect((await counts()).delayed).toBe(before);
  });
});

function start(jobs: Jobs): void {
  if (jobs instanceof RedisJobs || jobs instanceof InProcessJobs) jobs.start();
}
