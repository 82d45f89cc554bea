import type {
  BillingTokenDto,
  CreatedTokenDto,
  DiscordRoleDto,
  MappingDto,
  MappingOptionsDto,
  TokenDto,
} from '@pulsetech/contracts';
import { DISCORD_IDS, DISCORD_ROLES } from './harness/discord-people.js';
import { eventually } from './harness/eventually.js';
import { RunningProduct } from './harness/running-product.js';
import { SiteAdmin } from './harness/site-admin.js';
import type { SiteClient } from './harness/site-client.js';
import { WebserviceClient } from './harness/webservice-client.js';

const ALUMNI = '444444444444444444';
const STUDENT = 5;
const DATA_COURSE = 8;

let product: RunningProduct;
let admin: SiteClient;
let bot: WebserviceClient;

beforeAll(async () => {
  product = await RunningProduct.start();
  admin = (await SiteAdmin.signIn(product.url)).client;
  bot = WebserviceClient.ofDemo(product);
});

const list = async () => (await admin.get<MappingDto[]>('/api/v1/mappings')).body;
const options = async () => (await admin.get<MappingOptionsDto>('/api/v1/mappings/options')).body;
const syncEverybody = () => product.cli('api', 'task:run', 'sync_all_users');

describe('role mappings', () => {
  it('offer the roles of the Discord server, the courses, course roles and cohorts', async () => {
    const offered = await options();

    expect(offered.discordRolesProblem).toBeNull();
    expect(offered.discordRoles.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Student Access', 'Premium Member', 'Course Creator', '@everyone']),
    );
    expect(offered.courses.map(({ name }) => name)).toContain('Introduction to Programming');
    expect(offered.cohorts.map(({ name }) => name)).toContain('Students 2025');
  });

  it('never offer a role that administers the site', async () => {
    const names = (await options()).roles.map(({ name }) => name);

    expect(names).toEqual(expect.arrayContaining(['Student', 'Teacher']));
    expect(names).not.toContain('Manager');
    expect(
      (await admin.post('/api/v1/mappings', { discordRoleId: ALUMNI, courseId: DATA_COURSE, roleId: 1 })).status,
    ).toBe(400);
  });

  it('give people with the role the course at the next synchronisation, and take it after they are deleted', async () => {
    await product.sandbox.setRoles(DISCORD_IDS.john, [DISCORD_ROLES.studentAccess, ALUMNI]);
    const created = await admin.post<MappingDto>('/api/v1/mappings', {
      discordRoleId: ALUMNI,
      courseId: DATA_COURSE,
      roleId: STUDENT,
    });
    expect(created.status).toBe(201);
    await syncEverybody();
    expect(await bot.coursesOf(DISCORD_IDS.john)).toEqual(expect.arrayContaining(['DATA101', 'PROG101']));

    expect((await admin.delete(`/api/v1/mappings/${created.body.id}`)).status).toBeLessThan(300);
    expect(await bot.coursesOf(DISCORD_IDS.john)).toContain('DATA101');
    await syncEverybody();
    expect(await bot.coursesOf(DISCORD_IDS.john)).toEqual(['PROG101']);
  });

  it('are refused twice', async () => {
    const [first] = await list();
    const { discordRoleId, courseId, roleId, cohortId } = first ?? {};
    const answer = await admin.post('/api/v1/mappings', { discordRoleId, courseId, roleId, cohortId });

    expect(answer.status).toBe(409);
    expect(await list()).toHaveLength(3);
  });

  it('say what is wrong when their Discord role is deleted, and take nothing from anybody', async () => {
    await product.sandbox.deleteRole(DISCORD_ROLES.courseCreator);
    const problems = async () => {
      await admin.post('/api/v1/discord-roles/refresh');
      const broken = (await list()).find(({ discordRoleId }) => discordRoleId === DISCORD_ROLES.courseCreator);
      return broken?.problems.join() ?? '';
    };

    // Billing shares one reading of Discord among requests of the same two seconds.
    await eventually(async () => expect(await problems()).toContain('The Discord role was deleted'));
    await product.sandbox.reset();
  });
});

describe('a new Discord role', () => {
  it('is made in the Discord server once, however often the button is pressed, and can be mapped', async () => {
    const order = { name: 'Night School', requestId: 'form-0001-0001' };
    const first = await admin.post<DiscordRoleDto>('/api/v1/discord-roles', order);
    const second = await admin.post<DiscordRoleDto>('/api/v1/discord-roles', order);

    expect(first.status).toBe(201);
    expect(second.body.id).toBe(first.body.id);
    const roles = (await options()).discordRoles.filter(({ name }) => name === 'Night School');
    expect(roles).toHaveLength(1);
  });
});

describe('web service tokens', () => {
  it('are shown once, work, and are worth nothing after they are revoked', async () => {
    const { status, body } = await admin.post<CreatedTokenDto>('/api/v1/tokens', { name: 'Discord bot' });
    expect(status).toBe(201);
    const mine = new WebserviceClient(product.url, body.token);
    expect(await mine.coursesOf(DISCORD_IDS.john)).toEqual(['PROG101']);
    const listed = await admin.get<TokenDto[]>('/api/v1/tokens');
    expect(JSON.stringify(listed.body)).not.toContain(body.token);

    await admin.delete(`/api/v1/tokens/${body.details.id}`);
    expect(await mine.call('get_role_mappings')).toMatchObject({ errorcode: 'invalidtoken' });
  });

  it('are handed to the billing server for the bot’s pushes', async () => {
    const { body } = await admin.post<BillingTokenDto>('/api/v1/tokens/billing');

    expect(body.handover).toEqual({ done: true, detail: null });
  });
});
