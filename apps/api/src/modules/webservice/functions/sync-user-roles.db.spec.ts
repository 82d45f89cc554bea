import { closeAfterAll } from '../../../../test/close-after.js';
import { DocumentedSite, JOHN, PREMIUM_ROLE, STUDENT_ROLE } from '../../../../test/documented-site.fixture.js';
import { GUILD } from '../../../../test/fake-billing.js';
import { SyncService } from '../../sync/user/sync.service.js';
import { TokensService } from '../tokens.service.js';
import { FUNCTIONS_OF_BILLING } from '../token-for-billing.service.js';

const OTHER_GUILD = '900000000000000002';
const MINUTE = 60_000;

describe('What a bot tells of somebody', () => {
  let on: DocumentedSite;

  beforeAll(async () => {
    on = await DocumentedSite.start();
  }, 120_000);
  closeAfterAll(() => on);

  const tell = (told: Readonly<Record<string, string | number>>, token = on.token): Promise<unknown> => {
    const form = Object.entries({ discord_id: JOHN, ...told }).map(([name, value]) => `&${name}=${value}`);
    return on.call('sync_user_roles', form.join(''), token);
  };
  const courses = async (): Promise<string[]> => {
    const answer = await on.call('get_user_courses', `&discord_id=${JOHN}`);
    return (answer as { courses: { shortname: string }[] }).courses.map(({ shortname }) => shortname);
  };
  const student = { 'discord_roles[0]': STUDENT_ROLE };
  const refused = (words: string) => ({
    errorcode: 'invalidparameter',
    message: expect.stringContaining(words) as string,
  });
  const success = { success: true, errors: 0 };

  beforeEach(async () => {
    on.site.clock.advanceSeconds(3600);
    await on.site.pass(0);
    await tell(student);
    expect(await courses()).toEqual(['PROG101']);
    on.site.clock.advanceSeconds(600);
  });

  it.each(['pending', 'guest', 'absent'])('takes what somebody had who is %s', async (state) => {
    const roles = state === 'absent' ? {} : student;
    expect(await tell({ ...roles, member_state: state })).toMatchObject({ ...success, unenrolled: 1 });
    expect(await courses()).toEqual([]);
    on.site.clock.advanceSeconds(1);
    expect(await tell({ ...student, member_state: 'member' })).toMatchObject({ ...success, enrolled: 1 });
  });

  it('counts from when it was seen, so that it never undoes what was seen later', async () => {
    expect(await tell({ member_state: 'absent', age_ms: 11 * MINUTE })).toMatchObject({ ...success, unenrolled: 0 });
    expect(await tell({ age_ms: 11 * MINUTE })).toMatchObject({ ...success, unenrolled: 0 });
    expect(await courses()).toEqual(['PROG101']);
    expect(await tell({ age_ms: 9 * MINUTE })).toMatchObject({ ...success, unenrolled: 1 });
  });

  it('never undoes what somebody had read by hand since, and what comes later counts again', async () => {
    on.site.billing.observations.set(JOHN, (at) => ({
      kind: 'member',
      roles: [PREMIUM_ROLE],
      pending: false,
      guest: false,
      at,
    }));
    await on.site.app.get(SyncService).observeAndSync({ userId: on.john.id, cause: 'manual' });
    expect(await courses()).toEqual(['PROG201']);
    expect(await tell({ ...student, age_ms: 1 })).toMatchObject({ ...success, enrolled: 0, unenrolled: 0 });
    expect(await courses()).toEqual(['PROG201']);
    on.site.clock.advanceSeconds(1);
    expect(await tell({ ...student, age_ms: 1 })).toMatchObject({ ...success, enrolled: 1, unenrolled: 1 });
  });

  it('ends with the newest of many that arrive in any order', async () => {
    const calls = [5, 1, 4, 0, 3, 2].map((minutes) =>
      tell({ 'discord_roles[0]': minutes === 0 ? PREMIUM_ROLE : STUDENT_ROLE, age_ms: minutes * MINUTE }),
    );
    for (const answer of await Promise.all(calls)) expect(answer).toMatchObject(success);
    expect(await courses()).toEqual(['PROG201']);
  });

  it.each([
    [{ member_state: 'banned' }, 'member_state'],
    [{ member_state: 'absent', ...student }, 'absent'],
    [{ age_ms: -1 }, 'age_ms'],
    [{ age_ms: 86_400_001 }, 'age_ms'],
    [{ guild_id: '123' }, 'guild_id'],
  ])('is refused as a whole when it is not clear: %j', async (told, words) => {
    expect(await tell(told)).toMatchObject(refused(words));
    expect(await courses()).toEqual(['PROG101']);
  });

  it('is refused when it was seen in another Discord server, and taken when it was seen in this one', async () => {
    expect(await tell({ guild_id: OTHER_GUILD })).toMatchObject(
      refused(`for another Discord server (${GUILD}), so nothing was changed`),
    );
    expect(await courses()).toEqual(['PROG101']);
    expect(await tell({ guild_id: GUILD })).toMatchObject({ ...success, unenrolled: 1 });
  });

  it('finds out with the first call that the licence was moved to the Discord server that it names', async () => {
    on.site.billing.guildId = OTHER_GUILD;
    expect(await tell({ ...student, guild_id: OTHER_GUILD })).toMatchObject(success);
    expect(await tell({ guild_id: GUILD })).toMatchObject(refused(OTHER_GUILD));
    on.site.billing.guildId = GUILD;
    await on.site.pass(60);
  });

  it('stands in the record as told by the Discord bot when it comes from the billing server', async () => {
    const owner = await on.site.manager();
    const own = await on.site.app
      .get(TokensService)
      .create('Billing server', owner.id, { kind: 'billing', functions: FUNCTIONS_OF_BILLING });
    await tell({ guild_id: GUILD }, own.token);
    on.site.clock.advanceSeconds(1);
    await tell(student);
    const causes = await on.site.dataSource.query<{ cause: string }[]>(
      'SELECT cause FROM sync_changes WHERE userid = ? ORDER BY id DESC LIMIT 3',
      [on.john.id],
    );
    expect([...new Set(causes.map(({ cause }) => cause))]).toEqual(['webservice', 'gateway']);
  });
});
