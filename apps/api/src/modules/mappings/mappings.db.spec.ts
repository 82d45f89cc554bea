import type { DiscordRoleDto, ErrorBody, MappingDto, MappingOptionsDto } from '@pulsetech/contracts';
import type { Browser } from '../../../test/browser.js';
import { LicenseService } from '../license/license.service.js';
import { closeAfterAll } from '../../../test/close-after.js';
import { STUDENT, SyncFixture } from '../../../test/sync.fixture.js';
import { SiteRepository } from '../lms/embedded/site.repository.js';

const STUDENT_ACCESS = '111111111111111111';
const PREMIUM = '222222222222222222';
const MANAGER_ROLE = 1;

describe('the role mappings', () => {
  let fixture: SyncFixture;
  let manager: Browser;
  let course: number;
  let cohort: number;

  beforeAll(async () => {
    fixture = await SyncFixture.start();
    manager = await fixture.site.browserOf(await fixture.site.manager());
    course = await fixture.course('Introduction to Programming');
    cohort = await fixture.cohort();
  }, 120_000);
  closeAfterAll(() => fixture);
  beforeEach(() => {
    fixture.site.billing.fault = 'none';
    fixture.site.clock.advanceSeconds(120);
  });
  const list = async (): Promise<MappingDto[]> =>
    (await (await manager.get('/api/v1/mappings')).json()) as MappingDto[];
  const options = async (): Promise<MappingOptionsDto> =>
    (await (await manager.get('/api/v1/mappings/options')).json()) as MappingOptionsDto;
  const add = (mapping: object): Promise<Response> => manager.change('POST', '/api/v1/mappings', mapping);
  const errorOf = async (response: Response): Promise<ErrorBody['error']> =>
    ((await response.json()) as ErrorBody).error;

  it('are added with what the form offers, and listed with their names', async () => {
    const offered = await options();
    expect(offered.discordRolesProblem).toBeNull();
    expect(offered.discordRoles.map(({ name }) => name)).toEqual(['@everyone', 'Student Access', 'Premium Member']);
    expect(offered.roles.map(({ id }) => id)).not.toContain(MANAGER_ROLE);
    const response = await add({ discordRoleId: STUDENT_ACCESS, courseId: course, roleId: STUDENT, cohortId: cohort });
    expect(response.status).toBe(201);
    expect(await list()).toEqual([
      {
        id: expect.any(Number) as number,
        discordRoleId: STUDENT_ACCESS,
        discordRoleName: 'Student Access',
        courseId: course,
        courseName: 'Introduction to Programming',
        roleId: STUDENT,
        roleName: 'Student',
        cohortId: cohort,
        cohortName: expect.any(String) as string,
        problems: [],
        warnings: [],
        people: 0,
        createdAt: fixture.site.clock.nowSeconds(),
      },
    ]);
  });

  it('cannot be added twice, with a cohort or without, not even by two people at once', async () => {
    const same = { discordRoleId: PREMIUM, courseId: course, roleId: STUDENT };
    const statuses = (await Promise.all([add(same), add(same), add({ ...same, cohortId: null })])).map(
      ({ status }) => status,
    );
    expect(statuses.sort()).toEqual([201, 409, 409]);
    const withCohort = { ...same, cohortId: cohort };
    expect((await add(withCohort)).status).toBe(201);
    const again = await add(withCohort);
    expect(again.status).toBe(409);
    expect(await errorOf(again)).toMatchObject({
      code: 'mapping_exists',
      message: expect.stringContaining('already') as string,
    });
  });

  it.each([
    ['discordRoleId', { discordRoleId: '999999999999999999' }],
    ['courseId', { courseId: 424_242 }],
    ['roleId', { roleId: MANAGER_ROLE }],
    ['cohortId', { cohortId: 424_242 }],
    ['discordRoleId', { discordRoleId: 'not an id' }],
  ])('are refused at the field %s when it names nothing that can be given', async (field, wrong) => {
    const response = await add({ discordRoleId: STUDENT_ACCESS, courseId: course, roleId: STUDENT, ...wrong });
    expect(response.status).toBe(400);
    expect(Object.keys((await errorOf(response)).fields ?? {})).toEqual([field]);
  });

  it('that are broken stay, and say what to do', async () => {
    const [doomedCourse, doomedRole] = [await fixture.course('Doomed'), '333333333333333333'];
    fixture.site.billing.roles.set(doomedRole, 'Doomed role');
    expect((await add({ discordRoleId: doomedRole, courseId: doomedCourse, roleId: STUDENT })).status).toBe(201);
    fixture.site.billing.roles.delete(doomedRole);
    await fixture.site.app.get(SiteRepository).deleteCourse(doomedCourse);
    fixture.site.clock.advanceSeconds(120);
    const broken = (await list()).find(({ courseId }) => courseId === doomedCourse);
    expect(broken).toMatchObject({ courseName: null, discordRoleName: 'Doomed role' });
    expect(broken?.problems).toEqual([
      expect.stringContaining('The Discord role was deleted'),
      expect.stringContaining('The course no longer exists'),
    ]);
  });

  it('say that runs hold, take or keep what a deleted Discord role gave, as the settings have it', async () => {
    const problemOf = async (): Promise<string | undefined> =>
      (await list()).find(({ discordRoleName }) => discordRoleName === 'Doomed role')?.problems[0];
    expect(await problemOf()).toContain('before you have decided');
    await fixture.site.settings({ brokenMappings: 'revoke' });
    expect(await problemOf()).toContain('takes away what it gave');
    await fixture.site.settings({ brokenMappings: 'keep' });
    expect(await problemOf()).toContain('keeps that');
    await fixture.site.settings({ brokenMappings: 'hold' });
  });

  it('warn of a Discord role above the bot, which is no problem', async () => {
    fixture.site.billing.beyondReach.add(STUDENT_ACCESS);
    const mapping = (await list()).find(({ discordRoleId }) => discordRoleId === STUDENT_ACCESS);
    expect(mapping).toMatchObject({
      problems: [],
      warnings: [expect.stringMatching(/^“Student Access” stands above our bot .* works all the same\.$/) as string],
    });
    fixture.site.billing.beyondReach.clear();
  });

  it('are shown with the name that the Discord role has now', async () => {
    fixture.site.billing.roles.set(STUDENT_ACCESS, 'Students');
    expect((await list()).find(({ discordRoleId }) => discordRoleId === STUDENT_ACCESS)?.discordRoleName).toBe(
      'Students',
    );
    fixture.site.billing.roles.set(STUDENT_ACCESS, 'Student Access');
  });

  it('offer the last known Discord roles, and say so, while Discord does not answer', async () => {
    await options();
    fixture.site.clock.advanceSeconds(120);
    fixture.site.billing.fault = 'down';
    const offered = await options();
    expect(offered.discordRoles.map(({ name }) => name)).toContain('Premium Member');
    expect(offered.discordRolesProblem).toContain('does not answer');
    expect((await list()).flatMap(({ problems }) => problems)).not.toContainEqual(expect.stringContaining('Premium'));
    const response = await add({ discordRoleId: PREMIUM, courseId: await fixture.course(), roleId: STUDENT });
    expect(response.status).toBe(201);
  });

  it('offer the Discord roles at once when the licence counts again', async () => {
    fixture.site.billing.licence = 'licence_revoked';
    const licences = fixture.site.app.get(LicenseService);
    await licences.verify();
    fixture.site.clock.advanceSeconds(120);
    expect((await options()).discordRolesProblem).toContain('licence');
    fixture.site.billing.licence = 'valid';
    fixture.site.billing.fault = 'none';
    await licences.verify();
    expect((await options()).discordRolesProblem).toBeNull();
  });

  it('are deleted, once', async () => {
    const [first] = await list();
    expect((await manager.change('DELETE', `/api/v1/mappings/${first?.id ?? 0}`)).status).toBe(204);
    const again = await manager.change('DELETE', `/api/v1/mappings/${first?.id ?? 0}`);
    expect(again.status).toBe(404);
    expect((await errorOf(again)).code).toBe('mapping_not_found');
  });

  describe('and new Discord roles', () => {
    const create = (name: string, requestId: string): Promise<Response> =>
      manager.change('POST', '/api/v1/discord-roles', { name, requestId });

    it('are created once however often the button is pressed, and offered at once', async () => {
      const [first, second] = [await create('VIP', 'request-1'), await create('VIP', 'request-1')];
      const role = (await first.json()) as DiscordRoleDto;
      expect(role).toMatchObject({ name: 'VIP' });
      expect(((await second.json()) as DiscordRoleDto).id).toBe(role.id);
      expect((await options()).discordRoles.filter(({ name }) => name === 'VIP')).toHaveLength(1);
      expect((await add({ discordRoleId: role.id, courseId: course, roleId: STUDENT })).status).toBe(201);
    });

    it('are not created while Discord does not answer, and the page says so', async () => {
      fixture.site.billing.fault = 'discord';
      const response = await create('Late', 'request-2');
      expect(response.status).toBe(503);
      expect((await errorOf(response)).message).toBe(
        'The role was not created. Discord does not answer at the moment. Try again in a few minutes.',
      );
    });
  });

  it('are read by those who may see them, and changed by those who manage', async () => {
    const learner = await fixture.site.browserOf(await fixture.site.user());
    expect((await learner.get('/api/v1/mappings')).status).toBe(403);
    expect((await learner.get('/api/v1/mappings/options')).status).toBe(403);
    expect((await learner.change('POST', '/api/v1/discord-roles/refresh')).status).toBe(403);
    expect((await learner.change('DELETE', '/api/v1/mappings/1')).status).toBe(403);
    const refreshed = await manager.change('POST', '/api/v1/discord-roles/refresh');
    expect(refreshed.status).toBe(200);
  });
});
