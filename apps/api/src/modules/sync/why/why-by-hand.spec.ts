import {
  grants,
  HELD,
  inLms,
  LOST,
  PREMIUM,
  saidOf,
  seen,
  STUDENT,
  TEACHER,
  UNUSABLE,
} from '../../../../test/why.fixture.js';
import type { WhyFacts } from './why-facts.js';

/** What is said of each state: the conclusion, then what comes next with each mapping or grant. */
const SENTENCES = {
  'given, course taken in the LMS': {
    admin: [
      'Zaphod has no access to “Advanced Topics” although Discord gave it: somebody took it away in the LMS, and Discord gives it anew only when the role was lost and comes back.',
      'Nothing as long as the Discord role is held: what was done by hand in the LMS is left alone.',
    ],
    learner: [
      'You have no access to “Advanced Topics” although Discord gave it: somebody took it away in the LMS, and Discord gives it anew only when the role was lost and comes back.',
      'Nothing as long as the Discord role is held: what was done by hand in the LMS is left alone.',
    ],
  },
  'given, role taken in the LMS': {
    admin: [
      'Zaphod is enrolled in “Advanced Topics”, but somebody took the role away in the LMS that Discord gave there; Discord gives it anew only when its Discord role was lost and comes back.',
      'Nothing as long as the Discord role is held: what was done by hand in the LMS is left alone.',
    ],
    learner: [
      'You are enrolled in “Advanced Topics”, but somebody took the role away in the LMS that Discord gave there; Discord gives it anew only when its Discord role was lost and comes back.',
      'Nothing as long as the Discord role is held: what was done by hand in the LMS is left alone.',
    ],
  },
  'given, suspended in the LMS': {
    admin: [
      'Discord gave “Advanced Topics”, but somebody suspended the enrolment in the LMS, and only the LMS can end that.',
      'Nothing as long as the Discord role is held: what was done by hand in the LMS is left alone.',
    ],
    learner: [
      'Discord gave “Advanced Topics”, but somebody suspended the enrolment in the LMS, and only the LMS can end that.',
      'Nothing as long as the Discord role is held: what was done by hand in the LMS is left alone.',
    ],
  },
  'given, LMS silent': {
    admin: [
      'Zaphod has “Advanced Topics” as Student because of the Discord role “Premium”; the LMS does not answer at the moment, so what was done there by hand is not known.',
      'It stays as long as the Discord role is held.',
    ],
    learner: [
      'You have “Advanced Topics” as Student because of the Discord role “Premium”; the LMS does not answer at the moment, so what was done there by hand is not known.',
      'It stays as long as the Discord role is held.',
    ],
  },
  'interrupted while being given': {
    admin: [
      'What Zaphod has in “Advanced Topics” is being changed; if that was interrupted, it is completed by itself within minutes.',
      'It is being changed; if that was interrupted, it is completed by itself within minutes.',
    ],
    learner: [
      'What you have in “Advanced Topics” is being changed; if that was interrupted, it is completed by itself within minutes.',
      'It is being changed; if that was interrupted, it is completed by itself within minutes.',
    ],
  },
  'interrupted, licence invalid': {
    admin: [
      'What Zaphod has in “Advanced Topics” is being changed; if that was interrupted, it is completed by itself when the licence of this site is valid again.',
      'Nothing until the licence is valid again. The licence has expired.',
    ],
    learner: [
      'What you have in “Advanced Topics” is being changed; if that was interrupted, it is completed by itself when the licence of this site is valid again.',
      'Nothing until the licence of this site is valid again.',
    ],
  },
  adopted: {
    admin: [
      'Zaphod has “Advanced Topics” as Student by hand: it was there before the Discord role came, so it stays when that goes.',
      'It stays in the LMS, also when the Discord role goes.',
    ],
    learner: [
      'You have “Advanced Topics” as Student by hand: it was there before the Discord role came, so it stays when that goes.',
      'It stays in the LMS, also when the Discord role goes.',
    ],
  },
  'adopted, role lost': {
    admin: [
      'Zaphod has “Advanced Topics” as Student by hand: it was there before the Discord role came, so it stays when that goes.',
      'It stays in the LMS, where it was before Discord; from the next synchronisation on Discord has nothing to do with it, because the Discord role “Premium” is not held any more.',
    ],
    learner: [
      'You have “Advanced Topics” as Student by hand: it was there before the Discord role came, so it stays when that goes.',
      'It stays in the LMS, where it was before Discord; from the next synchronisation on Discord has nothing to do with it, because the Discord role “Premium” is not held any more.',
    ],
  },
  'adopted, unlinked': {
    admin: [
      'Zaphod has “Advanced Topics” as Student by hand: it was there before the Discord role came, so it stays when that goes.',
      'It stays in the LMS, where it was before Discord.',
    ],
    learner: [
      'You have “Advanced Topics” as Student by hand: it was there before the Discord role came, so it stays when that goes.',
      'It stays in the LMS, where it was before Discord.',
    ],
  },
  'adopted, taken in the LMS': {
    admin: [
      'Zaphod had “Advanced Topics” by hand when the Discord role came, and somebody took it away in the LMS since; Discord gives it only when the Discord role was lost and comes back.',
      'Nothing as long as the Discord role is held: what was done by hand in the LMS is left alone.',
    ],
    learner: [
      'You had “Advanced Topics” by hand when the Discord role came, and somebody took it away in the LMS since; Discord gives it only when the Discord role was lost and comes back.',
      'Nothing as long as the Discord role is held: what was done by hand in the LMS is left alone.',
    ],
  },
  'by hand, the same role': {
    admin: [
      'Zaphod has “Advanced Topics” by hand; Discord has nothing to do with it.',
      'It stays, also without the Discord role.',
    ],
    learner: [
      'You have “Advanced Topics” by hand; Discord has nothing to do with it.',
      'It stays, also without the Discord role.',
    ],
  },
  'by hand, another role': {
    admin: [
      'Zaphod has “Advanced Topics” by hand; Discord has nothing to do with it.',
      'It is given when the Discord role “Premium” is there.',
    ],
    learner: [
      'You have “Advanced Topics” by hand; Discord has nothing to do with it.',
      'It is given when the Discord role “Premium” is there.',
    ],
  },
  'by hand, suspended in the LMS': {
    admin: [
      'Zaphod is enrolled in “Advanced Topics” by hand, and that enrolment is suspended in the LMS; Discord has nothing to do with it.',
      'It is given when the Discord role “Premium” is there.',
    ],
    learner: [
      'You are enrolled in “Advanced Topics” by hand, and that enrolment is suspended in the LMS; Discord has nothing to do with it.',
      'It is given when the Discord role “Premium” is there.',
    ],
  },
} as const;

/** Each of these states, as it would be found. */
const STATES: Readonly<Record<keyof typeof SENTENCES, Partial<WhyFacts>>> = {
  'given, course taken in the LMS': { ...HELD, ...inLms('none') },
  'given, role taken in the LMS': { ...HELD, ...inLms('active') },
  'given, suspended in the LMS': { ...HELD, ...inLms('suspended') },
  'given, LMS silent': { ...HELD, ...inLms('unknown') },
  'interrupted while being given': { ...seen('member', [PREMIUM]), grants: grants('granting') },
  'interrupted, licence invalid': { ...seen('member', [PREMIUM]), grants: grants('granting'), ...UNUSABLE },
  adopted: { ...HELD, grants: grants('active', { origin: 'adopted' }) },
  'adopted, role lost': { ...LOST, grants: grants('active', { origin: 'adopted' }) },
  'adopted, unlinked': { ...HELD, grants: grants('active', { origin: 'adopted' }), linked: false, state: null },
  'adopted, taken in the LMS': { ...HELD, grants: grants('active', { origin: 'adopted' }), ...inLms('none') },
  'by hand, the same role': { ...seen('member'), ...inLms('active', STUDENT) },
  'by hand, another role': { ...seen('member'), ...inLms('active', TEACHER) },
  'by hand, suspended in the LMS': { ...seen('member'), ...inLms('suspended') },
};

describe('the answer and what comes next, where somebody did something in the LMS, or it was there before', () => {
  it.each(Object.keys(SENTENCES) as (keyof typeof SENTENCES)[])('%s', (state) => {
    expect(saidOf(STATES[state])).toEqual(SENTENCES[state]);
  });
});
