import { readFileSync } from 'node:fs';
import { DOCUMENTED_REQUESTS, runDocumented } from './harness/documented-requests.js';
import { RunningProduct } from './harness/running-product.js';

let product: RunningProduct;
let token: string;

beforeAll(async () => {
  product = await RunningProduct.start();
  token = readFileSync(product.file('secrets/demo-token'), 'utf8').trim();
});

const run = async (request: string) => JSON.parse(await runDocumented(request, product.url, token)) as unknown;

describe('the documented curl commands on the demo site', () => {
  it('find the demo user by Discord id, as documented key by key', async () => {
    const user = await run(DOCUMENTED_REQUESTS.getUser);

    expect(JSON.stringify(user)).toBe(
      JSON.stringify({
        found: true,
        userid: 123,
        username: 'jsmith',
        firstname: 'John',
        lastname: 'Smith',
        email: 'jsmith@example.com',
        discord_username: 'john#1234',
        last_synced_at: 1704067200,
      }),
    );
  });

  it('list the demo user’s courses', async () => {
    expect(await run(DOCUMENTED_REQUESTS.getCourses)).toEqual({
      found: true,
      courses: [{ id: 5, shortname: 'PROG101', fullname: 'Introduction to Programming', roles: ['Student'] }],
    });
  });

  it('list the role mappings, the first as documented and all three of the example table', async () => {
    expect(await run(DOCUMENTED_REQUESTS.getMappings)).toEqual([
      {
        id: 1,
        discord_role_id: '111111111111111111',
        discord_role_name: 'Student Access',
        courseid: 5,
        course_name: 'Introduction to Programming',
        roleid: 5,
        role_name: 'Student',
      },
      expect.objectContaining({
        id: 2,
        discord_role_id: '222222222222222222',
        discord_role_name: 'Premium Member',
        course_name: 'Advanced Topics',
        role_name: 'Student',
      }),
      expect.objectContaining({
        id: 3,
        discord_role_name: 'Course Creator',
        course_name: 'Staff Training',
        role_name: 'Teacher',
      }),
    ]);
  });

  it('synchronise the demo user: the second role brings the second course, and repeating it changes nothing', async () => {
    expect(await run(DOCUMENTED_REQUESTS.syncRoles)).toEqual({
      success: true,
      enrolled: 1,
      unenrolled: 0,
      errors: 0,
      changes: [{ action: 'enrolled', course: 'Advanced Topics', role: 'Student' }],
      session_invalidated: false,
    });
    expect(await run(DOCUMENTED_REQUESTS.syncRoles)).toMatchObject({ success: true, enrolled: 0, changes: [] });
  });

  it('take the course again when the role is no longer sent, and end the sessions', async () => {
    const withoutPremium = DOCUMENTED_REQUESTS.syncRoles.replace(/ \\\n-d "discord_roles\[1\]=\d+"/, '');

    expect(await run(withoutPremium)).toEqual({
      success: true,
      enrolled: 0,
      unenrolled: 1,
      errors: 0,
      changes: [{ action: 'unenrolled', course: 'Advanced Topics', role: 'Student' }],
      session_invalidated: true,
    });
  });

  it('answer a wrong token with Moodle’s error and no data', async () => {
    const answer = await runDocumented(DOCUMENTED_REQUESTS.getUser, product.url, 'f'.repeat(32));

    expect(JSON.parse(answer)).toMatchObject({ errorcode: 'invalidtoken' });
  });
});
