import { closeAfterAll } from '../../../../test/close-after.js';
import { INVALID, RecordedSite, json, refusal } from '../../../../test/recorded-site.fixture.js';
import type { SiteFixture } from '../../../../test/site.fixture.js';
import { ByHand } from '../../lms/embedded/by-hand.js';
import { TokenUse } from '../token-use.js';

// What a real Moodle 4.5.6 answered for these people and courses, with its address as SITE and its theme's revision as REV.
const PICTURES =
  '"profileimageurlsmall":"SITE\\/theme\\/image.php\\/boost\\/core\\/REV\\/u\\/f2",' +
  '"profileimageurl":"SITE\\/theme\\/image.php\\/boost\\/core\\/REV\\/u\\/f1"';
const recordedUser = (who: string, suspended = false): string =>
  `{${who},"department":"","firstaccess":0,"lastaccess":0,"auth":"manual","suspended":${String(suspended)},"confirmed":true,` +
  `"lang":"en","theme":"","timezone":"99","mailformat":1,"trackforums":0,${PICTURES}}`;
const JOHN = recordedUser(
  '"id":5,"username":"jsmith","firstname":"John","lastname":"Smith","fullname":"John Smith","email":"jsmith@example.com"',
);
const ANA = recordedUser(
  '"id":6,"username":"ampuser","firstname":"Ana & \\"Q\\" ","lastname":"O\'N\\u00e9e \\u2713",' +
    '"fullname":"Ana & \\"Q\\"  O\'N\\u00e9e \\u2713","email":"amp@example.com"',
);
const SUS = recordedUser(
  '"id":7,"username":"suspended1","firstname":"Sus","lastname":"Pended","fullname":"Sus Pended","email":"susp@example.com"',
  true,
);
const GHOST = recordedUser(
  '"id":8,"username":"ghost@example.com.1795341981","firstname":"Gho","lastname":"St","fullname":"Gho St",' +
    '"email":"71144850f4fb4cc55fc0ee6935badddf"',
);

describe('core_user_get_users_by_field', () => {
  let on: RecordedSite;
  let site: SiteFixture;

  beforeAll(async () => {
    on = await RecordedSite.start();
    site = on.site;
  }, 120_000);
  closeAfterAll(() => on);

  it.each([
    ['id', ['5', '6'], [JOHN, ANA]],
    ['id', ['6', '5', '5'], [JOHN, ANA]],
    ['id', [' 5'], [JOHN]],
    ['id', ['999999'], []],
    ['id', ['7'], [SUS]],
    ['id', ['8'], [GHOST]],
    ['username', ['jsmith'], [JOHN]],
    ['email', ['jsmith@example.com', 'nobody@nowhere.example'], [JOHN]],
    ['email', ['JSMITH@EXAMPLE.COM'], [JOHN]],
    ['email', ['not an email'], []],
    ['idnumber', ['x'], []],
  ])('answers byte for byte as Moodle for %s %j', async (field, values, recorded) => {
    expect(await on.byField(field, ...values)).toBe(`[${recorded.join(',')}]`);
  });

  it.each([
    ['username', 'JSmith', 'jsmith'],
    ['id', 'abc', '0'],
    ['id', '', '0'],
    ['id', '5.5', '5'],
    ['email', ' a@b.example', 'a@b.example'],
  ])('fails as Moodle for the %s %j', async (field, value) => {
    expect(await on.byField(field, value)).toBe(INVALID);
  });

  it('knows four fields', async () => {
    expect(await on.byField('lastname', 'x')).toBe(
      refusal(
        'core\\exception\\coding_exception',
        'codingerror',
        'Coding error detected, it must be fixed by a programmer: invalid field parameter',
      ),
    );
    expect(await on.byField('toString', 'x')).toContain('codingerror');
  });

  it('explains its refusals, as Moodle does, while the site shows what is meant for developers', async () => {
    await site.settings({ webserviceDebug: 'developer' });
    site.clock.advanceSeconds(3);
    const explained = async (field: string, value: string): Promise<string> =>
      (await json<{ debuginfo: string }>(on.byField(field, value))).debuginfo;
    expect(await explained('username', 'JSmith')).toBe(
      "The field 'username' value is invalid: JSmith(cleaned value: jsmith)",
    );
    expect(await explained('id', 'abc')).toBe("The field 'id' value is invalid: abc(cleaned value: 0)");
    expect(await explained('lastname', 'x')).toBe(
      "The search field 'lastname' is not supported, look at the web service documentation",
    );
    await site.settings({ webserviceDebug: 'off' });
    site.clock.advanceSeconds(3);
  });

  it('prints every declared key in XML', async () => {
    const xml = await on.answer({ wsfunction: 'core_user_get_users_by_field', field: 'id', 'values[0]': '5' });
    const keys = [...xml.matchAll(/<KEY name="(\w+)">/g)].map(([, key]) => key);
    expect(keys.join(' ')).toBe(
      'id username firstname lastname fullname email address phone1 phone2 department institution idnumber interests ' +
        'firstaccess lastaccess auth suspended confirmed lang calendartype theme timezone mailformat trackforums ' +
        'description descriptionformat city country profileimageurlsmall profileimageurl customfields preferences',
    );
    expect(xml).toContain('<KEY name="address"><VALUE null="null"/>\n</KEY>');
    expect(xml).toContain('<KEY name="suspended"><VALUE>0</VALUE>\n</KEY>');
    expect(xml).toContain('<KEY name="customfields"><MULTIPLE>\n</MULTIPLE>\n</KEY>');
  });

  it('leaves out without a word whom the owner of the token may not see', async () => {
    const viewer = await site.user();
    await site.dataSource.query(
      "INSERT INTO lms_role (name, shortname, sortorder, archetype) VALUES ('Caller', 'caller', 9, '')",
    );
    const [role] = await site.dataSource.query<{ id: number }[]>("SELECT id FROM lms_role WHERE shortname = 'caller'");
    const allow = async (capability: string): Promise<void> => {
      await site.dataSource.query(
        'INSERT INTO lms_role_capabilities (contextid, roleid, capability, permission) VALUES (1, ?, ?, 1)',
        [role?.id, capability],
      );
      site.clock.advanceSeconds(3);
    };
    await site.app.get(ByHand).assignSystemRole(viewer.id, role?.id ?? 0, on.admin.id);
    await allow('webservice/rest:use');
    const wstoken = await on.tokenOf(viewer);
    const ask = (field: string, value: string): Promise<Record<string, unknown>[]> =>
      json(
        on.answer({
          wstoken,
          wsfunction: 'core_user_get_users_by_field',
          moodlewsrestformat: 'json',
          field,
          'values[0]': value,
        }),
      );
    expect(await ask('id', '5')).toEqual([]);
    await allow('moodle/user:viewdetails');
    // As Moodle answered a service user without viewuseridentity and viewalldetails.
    expect((await ask('id', '5')).map((user) => Object.keys(user).join(' '))).toEqual([
      'id firstname lastname fullname firstaccess lastaccess suspended timezone profileimageurlsmall profileimageurl',
    ]);
    expect(await ask('email', 'jsmith@example.com')).toEqual([]);
    expect(await ask('username', 'jsmith')).toEqual([]);
    await allow('moodle/site:viewuseridentity');
    expect(await ask('email', 'jsmith@example.com')).toMatchObject([{ id: 5, email: 'jsmith@example.com' }]);
    expect(await ask('username', 'jsmith')).toEqual([]);
    await allow('moodle/user:viewalldetails');
    expect(await ask('username', 'jsmith')).toMatchObject([{ id: 5, username: 'jsmith', auth: 'manual' }]);
  });

  it('answers for 500 values in one call', async () => {
    const found = await json<unknown[]>(on.byField('id', ...Array.from({ length: 500 }, (_, n) => String(n + 1))));
    expect(found.length).toBeGreaterThanOrEqual(5);
  });

  it('knows when somebody was here who signed in', async () => {
    const person = await site.user();
    const first = site.clock.nowSeconds();
    await site.browserOf(person);
    await site.pass(120);
    await site.browserOf(person);
    expect(await json(on.byField('id', String(person.id)))).toMatchObject([
      { firstaccess: first, lastaccess: site.clock.nowSeconds() },
    ]);
  });

  it('does not take calls for visits of the owner of the token', async () => {
    await site.pass(61);
    await on.coursesOf(5);
    await site.app.get(TokenUse).settled();
    expect(await json(on.byField('id', String(on.admin.id)))).toMatchObject([{ lastaccess: 0, preferences: [] }]);
  });
});
