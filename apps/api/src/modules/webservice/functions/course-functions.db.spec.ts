import { closeAfterAll } from '../../../../test/close-after.js';
import { INVALID, RecordedSite, json } from '../../../../test/recorded-site.fixture.js';
import type { SiteFixture } from '../../../../test/site.fixture.js';
import { ByHand } from '../../lms/embedded/by-hand.js';
import { ROLE_IDS } from '../../lms/embedded/moodle-shapes.js';

// What a real Moodle 4.5.6 answered for these courses, with its address as SITE.
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

describe('core_enrol_get_users_courses', () => {
  let on: RecordedSite;
  let site: SiteFixture;

  beforeAll(async () => {
    on = await RecordedSite.start();
    site = on.site;
  }, 120_000);
  closeAfterAll(() => on);

  it('answers byte for byte what Moodle answered', async () => {
    expect(await on.coursesOf(5, { returnusercount: '0' })).toBe(`[${COURSE_11},${COURSE_10}]`);
    expect(await on.coursesOf(6, { returnusercount: '0' })).toBe('[]');
    expect(await on.coursesOf(999_999)).toBe('[]');
  });

  it('counts the enrolled users unless told not to', async () => {
    expect(await json(on.coursesOf(5))).toMatchObject([{ id: 11, enrolledusercount: 1 }, { id: 10 }]);
    const [first] = await json<object[]>(on.coursesOf(5, { returnusercount: '0' }));
    expect(first).not.toHaveProperty('enrolledusercount');
  });

  it('prints names formatted, or as they are stored when the call asks for that', async () => {
    const byHand = site.app.get(ByHand);
    await byHand.enrol({ userId: 7, courseId: 12, roleId: ROLE_IDS.student, makerId: on.admin.id });
    expect(await json(on.coursesOf(7))).toMatchObject([
      { fullname: 'Advanced Topics &amp; More', displayname: 'Advanced Topics &amp; More' },
    ]);
    expect(await json(on.coursesOf(7, { moodlewssettingraw: '1' }))).toMatchObject([
      { fullname: 'Advanced Topics & <i>More</i>', displayname: 'Advanced Topics & <i>More</i>' },
    ]);
  });

  it('tells nobody the courses of somebody whom they may not see', async () => {
    const stranger = await site.user();
    await site.app.get(ByHand).assignSystemRole(stranger.id, ROLE_IDS.coursecreator, on.admin.id);
    await site.dataSource.query(
      "INSERT INTO lms_role_capabilities (contextid, roleid, capability, permission) VALUES (1, ?, 'webservice/rest:use', 1)",
      [ROLE_IDS.coursecreator],
    );
    const wstoken = await on.tokenOf(stranger);
    expect(await on.coursesOf(5, { wstoken })).toBe('[]');
    await site.app
      .get(ByHand)
      .enrol({ userId: stranger.id, courseId: 10, roleId: ROLE_IDS.student, makerId: on.admin.id });
    expect(await json(on.coursesOf(5, { wstoken }))).toMatchObject([{ id: 10, enrolledusercount: 2 }]);
  });

  it.each(['abc', '5.5', '', '99999999999999999999'])('refuses the userid %j', async (userid) => {
    expect(await on.answer({ wsfunction: 'core_enrol_get_users_courses', moodlewsrestformat: 'json', userid })).toBe(
      INVALID,
    );
  });
});
