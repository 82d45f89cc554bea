import {
  changed,
  DELETED,
  inLms,
  OVER,
  PREMIUM,
  saidOf,
  seen,
  SUSPENDED,
  UNUSABLE,
  SUSPENDING,
  TEACHER,
} from '../../../../test/why.fixture.js';
import type { WhyFacts } from './why-facts.js';

/** What is said of each state: the conclusion, then what comes next with each mapping or grant. */
const SENTENCES = {
  'suspended, grace running': {
    admin: [
      'The access of Zaphod to “Advanced Topics” has been suspended since 6 January 2027, because the Discord role “Premium” is not held any more; grades and submissions stay, and a Discord role for it opens it again; the enrolment ends after 20 January 2027 unless that comes before.',
      'Unenrolled after 20 January 2027, unless a Discord role for it comes back before.',
    ],
    learner: [
      'Your access to “Advanced Topics” has been suspended since 6 January 2027, because the Discord role “Premium” is not held any more; grades and submissions stay, and a Discord role for it opens it again; the enrolment ends after 20 January 2027 unless that comes before.',
      'Unenrolled after 20 January 2027, unless a Discord role for it comes back before.',
    ],
  },
  'suspended, no end': {
    admin: [
      'The access of Zaphod to “Advanced Topics” has been suspended since 6 January 2027, because the Discord role “Premium” is not held any more; grades and submissions stay, and a Discord role for it opens it again.',
      'It stays suspended until a Discord role for it comes back.',
    ],
    learner: [
      'Your access to “Advanced Topics” has been suspended since 6 January 2027, because the Discord role “Premium” is not held any more; grades and submissions stay, and a Discord role for it opens it again.',
      'It stays suspended until a Discord role for it comes back.',
    ],
  },
  'suspended, grace over': {
    admin: [
      'The access of Zaphod to “Advanced Topics” has been suspended since 26 December 2026, because the Discord role “Premium” is not held any more; grades and submissions stay, and the enrolment ends with the next run, unless a Discord role for it opens it again before.',
      'Taken away with the next run, in about 25 minutes, because the grace period after the suspension is over; not if that has changed by then.',
    ],
    learner: [
      'Your access to “Advanced Topics” has been suspended since 26 December 2026, because the Discord role “Premium” is not held any more; grades and submissions stay, and the enrolment ends with the next run, unless a Discord role for it opens it again before.',
      'Taken away with the next run, in about 25 minutes, because the grace period after the suspension is over; not if that has changed by then.',
    ],
  },
  'suspended, role back': {
    admin: [
      'The access of Zaphod to “Advanced Topics” has been suspended since 6 January 2027; grades and submissions stay, and it opens again with the next synchronisation, because of the Discord role “Premium”.',
      'Access opens again with the next synchronisation: at sign-in, by “Sync now”, or with the next run, in about 25 minutes.',
    ],
    learner: [
      'Your access to “Advanced Topics” has been suspended since 6 January 2027; grades and submissions stay, and it opens again with the next synchronisation, because of the Discord role “Premium”.',
      'Access opens again with the next synchronisation: at sign-in, by “Sync now”, or with the next run, in about 25 minutes.',
    ],
  },
  'suspended, unlinked': {
    admin: [
      'The access of Zaphod to “Advanced Topics” has been suspended since 6 January 2027, because the Discord account is no longer linked; grades and submissions stay, and linking a Discord account that has a role for it opens it again; the enrolment ends after 20 January 2027 unless that comes before.',
      'Unenrolled after 20 January 2027, unless a Discord account that has a role for it is linked before.',
    ],
    learner: [
      'Your access to “Advanced Topics” has been suspended since 6 January 2027, because the Discord account is no longer linked; grades and submissions stay, and linking a Discord account that has a role for it opens it again; the enrolment ends after 20 January 2027 unless that comes before.',
      'Unenrolled after 20 January 2027, unless a Discord account that has a role for it is linked before.',
    ],
  },
  'suspended, unlinked, grace over': {
    admin: [
      'The access of Zaphod to “Advanced Topics” has been suspended since 26 December 2026, because the Discord role “Premium” is not held any more; grades and submissions stay, and the enrolment ends with the next run, unless linking a Discord account that has a role for it opens it again before.',
      'Unenrolled with the next run, in about 25 minutes, unless a Discord account that has a role for it is linked before.',
    ],
    learner: [
      'Your access to “Advanced Topics” has been suspended since 26 December 2026, because the Discord role “Premium” is not held any more; grades and submissions stay, and the enrolment ends with the next run, unless linking a Discord account that has a role for it opens it again before.',
      'Unenrolled with the next run, in about 25 minutes, unless a Discord account that has a role for it is linked before.',
    ],
  },
  'suspended, grace over, licence invalid': {
    admin: [
      'The access of Zaphod to “Advanced Topics” has been suspended since 26 December 2026, because the Discord role “Premium” is not held any more; grades and submissions stay, and the enrolment ends when the licence of this site is valid again, unless a Discord role for it opens it again before.',
      'Nothing until the licence is valid again. The licence has expired.',
    ],
    learner: [
      'Your access to “Advanced Topics” has been suspended since 26 December 2026, because the Discord role “Premium” is not held any more; grades and submissions stay, and the enrolment ends when the licence of this site is valid again, unless a Discord role for it opens it again before.',
      'Nothing until the licence of this site is valid again.',
    ],
  },
  'suspended, unlinked, grace over, licence invalid': {
    admin: [
      'The access of Zaphod to “Advanced Topics” has been suspended since 26 December 2026, because the Discord role “Premium” is not held any more; grades and submissions stay, and the enrolment ends when the licence of this site is valid again, unless linking a Discord account that has a role for it opens it again before.',
      'Unenrolled when the licence of this site is valid again, unless a Discord account that has a role for it is linked before.',
    ],
    learner: [
      'Your access to “Advanced Topics” has been suspended since 26 December 2026, because the Discord role “Premium” is not held any more; grades and submissions stay, and the enrolment ends when the licence of this site is valid again, unless linking a Discord account that has a role for it opens it again before.',
      'Unenrolled when the licence of this site is valid again, unless a Discord account that has a role for it is linked before.',
    ],
  },
  'suspended, mapping deleted': {
    admin: [
      'The access of Zaphod to “Advanced Topics” has been suspended since 6 January 2027, because the Discord role “Premium” is not held any more; grades and submissions stay, and no Discord role opens it again at present; the enrolment ends after 20 January 2027.',
      'Unenrolled after 20 January 2027: no Discord role opens it again at present.',
    ],
    learner: [
      'Your access to “Advanced Topics” has been suspended since 6 January 2027, because the Discord role “Premium” is not held any more; grades and submissions stay, and no Discord role opens it again at present; the enrolment ends after 20 January 2027.',
      'Unenrolled after 20 January 2027: no Discord role opens it again at present.',
    ],
  },
  'suspended, Discord role deleted': {
    admin: [
      'The access of Zaphod to “Advanced Topics” has been suspended since 6 January 2027, because the Discord role “Premium” is not held any more; grades and submissions stay, and no Discord role opens it again at present; the enrolment ends after 20 January 2027.',
      'Unenrolled after 20 January 2027: no Discord role opens it again at present.',
    ],
    learner: [
      'Your access to “Advanced Topics” has been suspended since 6 January 2027, because the Discord role “Premium” is not held any more; grades and submissions stay, and no Discord role opens it again at present; the enrolment ends after 20 January 2027.',
      'Unenrolled after 20 January 2027: no Discord role opens it again at present.',
    ],
  },
  'suspended, opened by hand in the LMS': {
    admin: [
      'The access of Zaphod to “Advanced Topics” by Discord has been suspended since 6 January 2027, because the Discord role “Premium” is not held any more; somebody opened the course by hand in the LMS, and Discord has nothing to do with that.',
      'Unenrolled after 20 January 2027, unless a Discord role for it comes back before.',
    ],
    learner: [
      'Your access to “Advanced Topics” by Discord has been suspended since 6 January 2027, because the Discord role “Premium” is not held any more; somebody opened the course by hand in the LMS, and Discord has nothing to do with that.',
      'Unenrolled after 20 January 2027, unless a Discord role for it comes back before.',
    ],
  },
  'suspended, ended in the LMS': {
    admin: [
      'The access of Zaphod to “Advanced Topics” has been suspended since 6 January 2027, because the Discord role “Premium” is not held any more, and somebody ended the enrolment in the LMS; a Discord role for it opens it again.',
      'Nothing until a Discord role for it comes back.',
    ],
    learner: [
      'Your access to “Advanced Topics” has been suspended since 6 January 2027, because the Discord role “Premium” is not held any more, and somebody ended the enrolment in the LMS; a Discord role for it opens it again.',
      'Nothing until a Discord role for it comes back.',
    ],
  },
} as const;

/** Each of these states, as it would be found. */
const STATES: Readonly<Record<keyof typeof SENTENCES, Partial<WhyFacts>>> = {
  'suspended, grace running': SUSPENDED,
  'suspended, no end': { ...SUSPENDED, settings: { ...SUSPENDING.settings, graceDays: 0 } },
  'suspended, grace over': { ...SUSPENDED, ...OVER },
  'suspended, role back': { ...SUSPENDED, ...seen('member', [PREMIUM]) },
  'suspended, unlinked': { ...SUSPENDED, linked: false, state: null, ...changed('suspended', 'unlinked') },
  'suspended, unlinked, grace over': { ...SUSPENDED, ...OVER, linked: false, state: null },
  'suspended, grace over, licence invalid': { ...SUSPENDED, ...OVER, ...UNUSABLE },
  'suspended, unlinked, grace over, licence invalid': {
    ...SUSPENDED,
    ...OVER,
    ...UNUSABLE,
    linked: false,
    state: null,
  },
  'suspended, mapping deleted': { ...SUSPENDED, mappings: [] },
  'suspended, Discord role deleted': { ...SUSPENDED, ...DELETED },
  'suspended, opened by hand in the LMS': { ...SUSPENDED, ...inLms('active', TEACHER) },
  'suspended, ended in the LMS': { ...SUSPENDED, ...inLms('none') },
};

describe('the answer and what comes next, where the course is suspended', () => {
  it.each(Object.keys(SENTENCES) as (keyof typeof SENTENCES)[])('%s', (state) => {
    expect(saidOf(STATES[state])).toEqual(SENTENCES[state]);
  });
});
