import { closeAfterAll } from '../../../../test/close-after.js';
import { SiteFixture } from '../../../../test/site.fixture.js';
import { ByHand } from '../../lms/embedded/by-hand.js';
import { ROLE_IDS } from '../../lms/embedded/moodle-shapes.js';
import { THEME_REVISION } from '../../lms/images/image-addresses.js';
import type { LmsUser } from '../../lms/lms.port.js';
import { TokenUse } from '../token-use.js';
import { TokensService } from '../tokens.service.js';

type Form = Readonly<Record<string, string>>;

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
const recordedCourse = (id: number, names: string, idnumber: string): string =>
  `{"id":${id},${names},"idnumber":"${idnumber}","visible":1,"summary":"","summaryformat":0,"format":"topics",` +
  `"courseimage":"SITE\\/pluginfile.php\\/${id + 15}\\/course\\/generated\\/course.svg","showgrades":true,"lang":"",` +
  '"enablecompletion":false,"completionhascriteria":false,"completionusertracked":false,"category":1,"progress":null,' +
  '"completed":null,"startdate":0,"enddate":0,"marker":0,"lastaccess":null,"isfavourite":false,"hidden":false,' +
  '"overviewfiles":[],"showactivitydates":false,"showcompletionconditions":true,"timemodified":1795341535}';
const COURSE_11 = recordedCourse(
  11,
  '"shortname":"PROG110","fullname":"Course number 10","displayname":"Course number 10"',
  'IDN10',
);
const COURSE_10 = recordedCourse(
  10,
  '"shortname":"PROG109","fullname":"Course number 9","displayname":"Course number 9"',
  'IDN9',
);
const refusal = (exception: string, errorcode: string, message: string): string =>
  `{"exception":"${exception.replaceAll('\\', '\\\\')}","errorcode":"${errorcode}","message":"${message}"}`;
const INVALID = refusal(
  'core\\exception\\invalid_parameter_exception',
  'invalidparameter',
  'Invalid parameter value detected',
);

const USERS = [
  [5, 'jsmith', 'John', 'Smith', 'jsmith@example.com', 0, 0],
  [6, 'ampuser', 'Ana & "Q" ', "O'Née ✓", 'amp@example.com', 0, 0],
  [7, 'suspended1', 'Sus', 'Pended', 'susp@example.com', 1, 0],
  [8, 'ghost@example.com.1795341981', 'Gho', 'St', '71144850f4fb4cc55fc0ee6935badddf', 0, 1],
] as const;
const COURSES = [
  [10, 'PROG109', 'Course number 9', 'IDN9'],
  [11, 'PROG110', 'Course number 10', 'IDN10'],
  [12, 'PROG102', 'Advanced Topics & <i>More</i>', 'IDN2'],
] as const;

describe("the functions that Moodle's clients call around ours", () => {
  let site: SiteFixture;
  let admin: LmsUser;
  let token: string;

  beforeAll(async () => {
    site = await SiteFixture.start();
    const { dataSource } = site;
    for (const [id, username, firstname, lastname, email, suspended, deleted] of USERS) {
      await dataSource.query(
        `INSERT INTO lms_user (id, auth, confirmed, suspended, deleted, username, firstname, lastname, email, emailkey,
                               timecreated, timemodified)
         VALUES (?, 'manual', 1, ?, ?, ?, ?, ?, ?, ?, 1, 1)`,
        [id, suspended, deleted, username, firstname, lastname, email, email],
      );
    }
    for (const [id, shortname, fullname, idnumber] of COURSES) {
      await dataSource.query(
        `INSERT INTO lms_course (id, shortname, fullname, idnumber, sortorder, timecreated, timemodified)
         VALUES (?, ?, ?, ?, ?, 1795341535, 1795341535)`,
        [id, shortname, fullname, idnumber, 10_050 - id],
      );
      await dataSource.query('INSERT INTO lms_context (id, contextlevel, instanceid) VALUES (?, 50, ?)', [id + 15, id]);
    }
    admin = await site.manager({ username: 'admin', firstname: 'Admin', lastname: 'User' });
    const byHand = site.app.get(ByHand);
    for (const courseId of [10, 11]) {
      await byHand.enrol({ userId: 5, courseId, roleId: ROLE_IDS.student, makerId: admin.id });
    }
    token = (await site.app.get(TokensService).create('bot', admin.id)).token;
  }, 120_000);
  closeAfterAll(() => site);

  const post = async (form: Form): Promise<string> => {
    const body = new URLSearchParams({ wstoken: token, ...form });
    const response = await fetch(`${site.origin}/webservice/rest/server.php`, { method: 'POST', body });
    expect(response.status).toBe(200);
    return response.text();
  };
  const SITE = 'http://site.example';
  /** The answer with the address and the revision as in the recordings. */
  const aligned = async (form: Form): Promise<string> =>
    (await post(form))
      .replaceAll(SITE.replaceAll('/', '\\/'), 'SITE')
      .replaceAll(SITE, 'SITE')
      .replaceAll(new RegExp(`(boost\\\\?/core\\\\?/)${THEME_REVISION}`, 'g'), '$1REV');
  const byField = (field: string, ...values: string[]): Promise<string> =>
    aligned({
      wsfunction: 'core_user_get_users_by_field',
      moodlewsrestformat: 'json',
      field,
      ...Object.fromEntries(values.map((value, index) => [`values[${index}]`, value])),
    });
  const coursesOf = (userid: number, more: Form = {}): Promise<string> =>
    aligned({
      wsfunction: 'core_enrol_get_users_courses',
      moodlewsrestformat: 'json',
      userid: String(userid),
      ...more,
    });
  const json = async <T>(answer: Promise<string>): Promise<T> => JSON.parse(await answer) as T;
  const tokenOf = async (user: LmsUser): Promise<string> =>
    (await site.app.get(TokensService).create('other', user.id)).token;

  describe('core_user_get_users_by_field', () => {
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
      expect(await byField(field, ...values)).toBe(`[${recorded.join(',')}]`);
    });

    it.each([
      ['username', 'JSmith', 'jsmith'],
      ['id', 'abc', '0'],
      ['id', '', '0'],
      ['id', '5.5', '5'],
      ['email', ' a@b.example', 'a@b.example'],
    ])('fails as Moodle for the %s %j', async (field, value) => {
      expect(await byField(field, value)).toBe(INVALID);
    });

    it('knows four fields', async () => {
      expect(await byField('lastname', 'x')).toBe(
        refusal(
          'core\\exception\\coding_exception',
          'codingerror',
          'Coding error detected, it must be fixed by a programmer: invalid field parameter',
        ),
      );
      expect(await byField('toString', 'x')).toContain('codingerror');
    });

    it('explains its refusals, as Moodle does, while the site shows what is meant for developers', async () => {
      await site.settings({ webserviceDebug: 'developer' });
      site.clock.advanceSeconds(3);
      const explained = async (field: string, value: string): Promise<string> =>
        (await json<{ debuginfo: string }>(byField(field, value))).debuginfo;
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
      const xml = await aligned({ wsfunction: 'core_user_get_users_by_field', field: 'id', 'values[0]': '5' });
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
      const [role] = await site.dataSource.query<{ id: number }[]>(
        "SELECT id FROM lms_role WHERE shortname = 'caller'",
      );
      const allow = async (capability: string): Promise<void> => {
        await site.dataSource.query(
          'INSERT INTO lms_role_capabilities (contextid, roleid, capability, permission) VALUES (1, ?, ?, 1)',
          [role?.id, capability],
        );
        site.clock.advanceSeconds(3);
      };
      await site.app.get(ByHand).assignSystemRole(viewer.id, role?.id ?? 0, admin.id);
      await allow('webservice/rest:use');
      const wstoken = await tokenOf(viewer);
      const ask = (field: string, value: string): Promise<Record<string, unknown>[]> =>
        json(
          aligned({
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
      const found = await json<unknown[]>(byField('id', ...Array.from({ length: 500 }, (_, n) => String(n + 1))));
      expect(found.length).toBeGreaterThanOrEqual(5);
    });
  });

  describe('core_enrol_get_users_courses', () => {
    it('answers byte for byte what Moodle answered', async () => {
      expect(await coursesOf(5, { returnusercount: '0' })).toBe(`[${COURSE_11},${COURSE_10}]`);
      expect(await coursesOf(6, { returnusercount: '0' })).toBe('[]');
      expect(await coursesOf(999_999)).toBe('[]');
    });

    it('counts the enrolled users unless told not to', async () => {
      expect(await json(coursesOf(5))).toMatchObject([{ id: 11, enrolledusercount: 1 }, { id: 10 }]);
      const [first] = await json<object[]>(coursesOf(5, { returnusercount: '0' }));
      expect(first).not.toHaveProperty('enrolledusercount');
    });

    it('prints names formatted, or as they are stored when the call asks for that', async () => {
      const byHand = site.app.get(ByHand);
      await byHand.enrol({ userId: 7, courseId: 12, roleId: ROLE_IDS.student, makerId: admin.id });
      expect(await json(coursesOf(7))).toMatchObject([
        { fullname: 'Advanced Topics &amp; More', displayname: 'Advanced Topics &amp; More' },
      ]);
      expect(await json(coursesOf(7, { moodlewssettingraw: '1' }))).toMatchObject([
        { fullname: 'Advanced Topics & <i>More</i>', displayname: 'Advanced Topics & <i>More</i>' },
      ]);
    });

    it('tells nobody the courses of somebody whom they may not see', async () => {
      const stranger = await site.user();
      await site.app.get(ByHand).assignSystemRole(stranger.id, ROLE_IDS.coursecreator, admin.id);
      await site.dataSource.query(
        "INSERT INTO lms_role_capabilities (contextid, roleid, capability, permission) VALUES (1, ?, 'webservice/rest:use', 1)",
        [ROLE_IDS.coursecreator],
      );
      const wstoken = await tokenOf(stranger);
      expect(await coursesOf(5, { wstoken })).toBe('[]');
      await site.app
        .get(ByHand)
        .enrol({ userId: stranger.id, courseId: 10, roleId: ROLE_IDS.student, makerId: admin.id });
      expect(await json(coursesOf(5, { wstoken }))).toMatchObject([{ id: 10, enrolledusercount: 2 }]);
    });

    it.each(['abc', '5.5', '', '99999999999999999999'])('refuses the userid %j', async (userid) => {
      expect(await aligned({ wsfunction: 'core_enrol_get_users_courses', moodlewsrestformat: 'json', userid })).toBe(
        INVALID,
      );
    });
  });

  describe('core_webservice_get_site_info', () => {
    const siteInfo = (more: Form = {}): Promise<Record<string, unknown>> =>
      json(aligned({ wsfunction: 'core_webservice_get_site_info', moodlewsrestformat: 'json', ...more }));

    it('tells whose token it is, which functions it is for, and the release whose protocol is spoken', async () => {
      const info = await siteInfo();
      expect(info).toMatchObject({
        username: 'admin',
        firstname: 'Admin',
        lastname: 'User',
        fullname: 'Admin User',
        lang: 'en',
        userid: admin.id,
        siteurl: 'SITE',
        userpictureurl: 'SITE/theme/image.php/boost/core/REV/u/f1',
        release: '4.5.6 (Build: 20250811)',
        version: '2024100706',
        userissiteadmin: true,
      });
      expect(info['functions']).toEqual([
        { name: 'core_webservice_get_site_info', version: '2024100706' },
        { name: 'local_pulsetech_discord_get_user_by_discord_id', version: '2025010501' },
        { name: 'local_pulsetech_discord_sync_user_roles', version: '2025010501' },
        { name: 'local_pulsetech_discord_get_user_courses', version: '2025010501' },
        { name: 'local_pulsetech_discord_get_role_mappings', version: '2025010501' },
        { name: 'core_user_get_users_by_field', version: '2024100706' },
        { name: 'core_enrol_get_users_courses', version: '2024100706' },
      ]);
    });

    it('has the keys of Moodle in their order, but for the key to files, since there are none', async () => {
      expect(Object.keys(await siteInfo()).join(' ')).toBe(
        'sitename username firstname lastname fullname lang userid siteurl userpictureurl functions downloadfiles ' +
          'uploadfiles release version mobilecssurl advancedfeatures usercanmanageownfiles userquota ' +
          'usermaxuploadfilesize userhomepage siteid sitecalendartype usercalendartype userissiteadmin theme ' +
          'limitconcurrentlogins policyagreed',
      );
    });

    it('tells only the functions that the token is limited to, and ignores the names of services', async () => {
      const functions = ['core_webservice_get_site_info', 'local_pulsetech_discord_get_role_mappings'];
      const { token: wstoken } = await site.app.get(TokensService).create('limited', admin.id, { functions });
      const info = await siteInfo({ wstoken, 'serviceshortnames[0]': 'anything' });
      expect((info['functions'] as { name: string }[]).map(({ name }) => name)).toEqual(functions);
    });
  });

  it('knows when somebody was here who signed in', async () => {
    const person = await site.user();
    const first = site.clock.nowSeconds();
    await site.browserOf(person);
    await site.pass(120);
    await site.browserOf(person);
    expect(await json(byField('id', String(person.id)))).toMatchObject([
      { firstaccess: first, lastaccess: site.clock.nowSeconds() },
    ]);
  });

  it('does not take calls for visits of the owner of the token', async () => {
    await site.pass(61);
    await coursesOf(5);
    await site.app.get(TokenUse).settled();
    expect(await json(byField('id', String(admin.id)))).toMatchObject([{ lastaccess: 0, preferences: [] }]);
  });
});
