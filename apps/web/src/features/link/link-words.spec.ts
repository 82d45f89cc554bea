import type { ExpectedEnrolment, GuildMembershipDto, SyncNowDto } from '@pulsetech/contracts';
import { expectedWords } from './expected-words.js';
import { membershipWords } from './membership-words.js';
import { changeSentence, syncTitle } from './sync-words.js';
import { unlinkedSentence, unlinkLabel } from './unlink-words.js';

const enrolment: ExpectedEnrolment = {
  mappingId: 1,
  courseId: 5,
  course: 'Introduction to Programming',
  role: 'Student',
  cohort: null,
  discordRole: 'Student Access',
  state: 'given',
  detail: null,
};

describe('expected enrolments', () => {
  it('says which Discord role gave a course', () => {
    expect(expectedWords(enrolment).why).toBe('because you have “Student Access” in Discord');
  });

  it('says which Discord role is missing', () => {
    expect(expectedWords({ ...enrolment, state: 'missing_role' }).why).toBe('needs “Student Access” in Discord');
  });

  it('tells the reason of the site for what cannot be given', () => {
    expect(expectedWords({ ...enrolment, state: 'broken', detail: 'The course is gone.' })).toMatchObject({
      tone: 'warn',
      why: 'The course is gone.',
    });
  });

  it('has a shape or a word of its own for each state', () => {
    const states: ExpectedEnrolment['state'][] = ['given', 'by_hand', 'pending', 'missing_role', 'broken'];
    const words = states.map((state) => expectedWords({ ...enrolment, state }).why);
    expect(new Set(words).size).toBe(states.length);
  });
});

describe('what Discord reports', () => {
  const membership: GuildMembershipDto = { state: 'unknown', checkedAt: null, detail: 'Discord is slow.', roles: [] };

  it('repeats the sentence that came with an unknown state', () => {
    expect(membershipWords(membership, null)).toMatchObject({ tone: 'unknown', sentence: 'Discord is slow.' });
  });

  it('says that nothing is lost when nothing is known', () => {
    expect(membershipWords({ ...membership, detail: null }, null).sentence).toContain('lose nothing');
  });

  it('names the server that was left', () => {
    expect(membershipWords({ ...membership, state: 'absent' }, 'Our Server').sentence).toContain('“Our Server”');
  });
});

describe('the outcome of a sync', () => {
  const result: SyncNowDto['result'] = {
    success: true,
    enrolled: 0,
    unenrolled: 0,
    errors: 0,
    changes: [],
    session_invalidated: false,
  };

  it('says so when everything was right already', () => {
    expect(syncTitle({ result, problems: [] })).toEqual({
      tone: 'ok',
      title: 'Synced: everything was as it should be',
    });
  });

  it('counts what was added and removed', () => {
    const { title } = syncTitle({ result: { ...result, enrolled: 2, unenrolled: 1 }, problems: [] });
    expect(title).toBe('Synced: 2 enrolments added, 1 enrolment removed');
  });

  it('never looks well when something did not work', () => {
    expect(syncTitle({ result: { ...result, errors: 1 }, problems: [] }).tone).toBe('warn');
    expect(syncTitle({ result: { ...result, success: false }, problems: [] }).tone).toBe('warn');
    expect(syncTitle({ result, problems: ['Discord did not answer.'] }).tone).toBe('warn');
  });

  it('names course and role of each change', () => {
    expect(changeSentence({ action: 'enrolled', course: 'Advanced Topics', role: 'Student' })).toBe(
      'Enrolled in Advanced Topics as Student',
    );
  });
});

describe('unlinking', () => {
  it('says on its button how many courses one leaves, and how many are only paused', () => {
    expect(unlinkLabel({ courses: ['A', 'B'], suspended: [], cohorts: ['C'] })).toBe('Unlink and leave 2 courses');
    expect(unlinkLabel({ courses: [], suspended: ['A'], cohorts: [] })).toBe('Unlink and pause 1 course');
    expect(unlinkLabel({ courses: ['A', 'B'], suspended: ['C'], cohorts: ['D'] })).toBe(
      'Unlink, leave 2 courses and pause 1 course',
    );
    expect(unlinkLabel({ courses: [], suspended: [], cohorts: ['C'] })).toBe('Unlink and leave 1 cohort');
    expect(unlinkLabel({ courses: [], suspended: [], cohorts: [] })).toBe('Unlink');
  });

  it('names afterwards what went', () => {
    const said = (removedCourses: string[], suspendedCourses: string[]) =>
      unlinkedSentence({ removedCourses, suspendedCourses, problems: [] });
    expect(said(['A', 'B'], [])).toContain('no longer in A and B.');
    expect(said(['A'], ['B'])).toContain('no longer in A. You cannot enter B; what you did there is kept.');
    expect(said([], [])).toBe('You keep all your courses.');
  });
});
