import {
  changed,
  DELETED,
  factsOf,
  mapping,
  PREMIUM,
  saidOf,
  seen,
  UNUSABLE,
  VIP,
} from '../../../../test/why.fixture.js';
import { chainsOf } from './chains.js';
import type { WhyFacts } from './why-facts.js';

/** What is said of each state: the conclusion, then what comes next with each mapping or grant. */
const SENTENCES = {
  'not linked': {
    admin: [
      'Zaphod does not have “Advanced Topics” because no Discord account is linked; the Discord role “Premium” would give it.',
      'It is given when a Discord account with the Discord role “Premium” is linked.',
    ],
    learner: [
      'You do not have “Advanced Topics” because no Discord account is linked; the Discord role “Premium” would give it.',
      'It is given when a Discord account with the Discord role “Premium” is linked.',
    ],
  },
  'not linked, mapping broken': {
    admin: [
      'Discord cannot give “Advanced Topics” at present: the Discord role was deleted. The next run does not take away what it gave before you have decided about it. Add a mapping for another role, or delete this one.',
      'Nothing as long as the mapping is broken.',
    ],
    learner: [
      'Discord cannot give “Advanced Topics” at present: the Discord role for it was deleted. The site team can see this.',
      'Nothing until the site team has mended it.',
    ],
  },
  'never looked': {
    admin: [
      'Whether Discord gives “Advanced Topics” is not known yet: nobody has looked since the Discord account was linked.',
      'It is looked at in Discord at sign-in, by “Sync now”, or with the next run, in about 25 minutes.',
    ],
    learner: [
      'Whether Discord gives “Advanced Topics” is not known yet: nobody has looked since the Discord account was linked.',
      'It is looked at in Discord at sign-in, by “Sync now”, or with the next run, in about 25 minutes.',
    ],
  },
  'role held, not given yet': {
    admin: [
      'Zaphod is due to get “Advanced Topics” as Student, because of the Discord role “Premium”; it comes with the next synchronisation.',
      'It is given with the next synchronisation: at sign-in, by “Sync now”, or with the next run, in about 25 minutes.',
    ],
    learner: [
      'You are due to get “Advanced Topics” as Student, because of the Discord role “Premium”; it comes with the next synchronisation.',
      'It is given with the next synchronisation: at sign-in, by “Sync now”, or with the next run, in about 25 minutes.',
    ],
  },
  'role held, not given yet, licence invalid': {
    admin: [
      'Zaphod is due to get “Advanced Topics” as Student, because of the Discord role “Premium”; it comes when the licence of this site is valid again.',
      'Nothing until the licence is valid again. The licence has expired.',
    ],
    learner: [
      'You are due to get “Advanced Topics” as Student, because of the Discord role “Premium”; it comes when the licence of this site is valid again.',
      'Nothing until the licence of this site is valid again.',
    ],
  },
  'role missing': {
    admin: [
      'Zaphod does not have “Advanced Topics” because the Discord role “Premium” is missing.',
      'It is given when the Discord role “Premium” is there.',
    ],
    learner: [
      'You do not have “Advanced Topics” because the Discord role “Premium” is missing.',
      'It is given when the Discord role “Premium” is there.',
    ],
  },
  'one of two roles missing': {
    admin: [
      'Zaphod does not have “Advanced Topics” because none of the Discord roles “Premium” and “VIP” is there.',
      'It is given when the Discord role “Premium” is there.',
      'It is given when the Discord role “VIP” is there.',
    ],
    learner: [
      'You do not have “Advanced Topics” because none of the Discord roles “Premium” and “VIP” is there.',
      'It is given when the Discord role “Premium” is there.',
      'It is given when the Discord role “VIP” is there.',
    ],
  },
  'absent from the server': {
    admin: [
      'Zaphod does not have “Advanced Topics” because the person is not in the Discord server, where the Discord role “Premium” would give it.',
      'It is given when the person is in the Discord server and has the Discord role “Premium” there.',
    ],
    learner: [
      'You do not have “Advanced Topics” because you are not in the Discord server, where the Discord role “Premium” would give it.',
      'It is given when you are in the Discord server and have the Discord role “Premium” there.',
    ],
  },
  'in screening, with the role': {
    admin: [
      'Zaphod does not have “Advanced Topics” because the Discord server’s screening is not completed; until then no Discord role counts.',
      'It is given when the Discord server’s screening is completed.',
    ],
    learner: [
      'You do not have “Advanced Topics” because the Discord server’s screening is not completed; until then no Discord role counts.',
      'It is given when the Discord server’s screening is completed.',
    ],
  },
  guest: {
    admin: [
      'Zaphod does not have “Advanced Topics” because guests of the Discord server get nothing by its roles.',
      'It is given when the person is a full member of the Discord server and has the Discord role “Premium”.',
    ],
    learner: [
      'You do not have “Advanced Topics” because guests of the Discord server get nothing by its roles.',
      'It is given when you are a full member of the Discord server and have the Discord role “Premium”.',
    ],
  },
  'unknown, never read before': {
    admin: [
      'Whether Discord gives “Advanced Topics” is not known, because Discord could not be read at the last try; it is tried again with the next synchronisation, and nobody loses anything meanwhile.',
      'It is looked at in Discord at sign-in, by “Sync now”, or with the next run, in about 25 minutes.',
    ],
    learner: [
      'Whether Discord gives “Advanced Topics” is not known, because Discord could not be read at the last try; it is tried again with the next synchronisation, and nobody loses anything meanwhile.',
      'It is looked at in Discord at sign-in, by “Sync now”, or with the next run, in about 25 minutes.',
    ],
  },
  'unknown, read before': {
    admin: [
      'Whether Discord gives “Advanced Topics” is not known, because Discord could not be read at the last try (last good look: 15 January 2027 at 07:59 UTC); it is tried again with the next synchronisation, and nobody loses anything meanwhile.',
      'It is looked at in Discord at sign-in, by “Sync now”, or with the next run, in about 25 minutes.',
    ],
    learner: [
      'Whether Discord gives “Advanced Topics” is not known, because Discord could not be read at the last try (last good look: 15 January 2027 at 07:59 UTC); it is tried again with the next synchronisation, and nobody loses anything meanwhile.',
      'It is looked at in Discord at sign-in, by “Sync now”, or with the next run, in about 25 minutes.',
    ],
  },
  'mapping broken: Discord role deleted': {
    admin: [
      'Discord cannot give “Advanced Topics” at present: the Discord role was deleted. The next run does not take away what it gave before you have decided about it. Add a mapping for another role, or delete this one.',
      'Nothing as long as the mapping is broken.',
    ],
    learner: [
      'Discord cannot give “Advanced Topics” at present: the Discord role for it was deleted. The site team can see this.',
      'Nothing until the site team has mended it.',
    ],
  },
  'mapping broken: role in the LMS gone': {
    admin: [
      'Discord cannot give “Advanced Topics” at present: the role no longer exists in the LMS or can no longer be given in a course. Add a mapping with another role, or delete this one.',
      'Nothing as long as the mapping is broken.',
    ],
    learner: [
      'Discord cannot give “Advanced Topics” at present: the role in the course no longer exists. The site team can see this.',
      'Nothing until the site team has mended it.',
    ],
  },
  'course gone': {
    admin: [
      'This course no longer exists in the LMS, so nobody can have it; mappings to it are broken until they are deleted.',
      'Nothing: the course no longer exists.',
    ],
    learner: [
      'This course no longer exists, so nobody can have it; the site team can see that.',
      'Nothing: the course no longer exists.',
    ],
  },
  'no mapping': {
    admin: ['No Discord role gives “Advanced Topics”: it is in no role mapping.'],
    learner: ['No Discord role gives this course.'],
  },
} as const;

/** Each of these states, as it would be found. */
const STATES: Readonly<Record<keyof typeof SENTENCES, Partial<WhyFacts>>> = {
  'not linked': { linked: false, state: null },
  'not linked, mapping broken': { ...DELETED, linked: false, state: null },
  'never looked': { state: null },
  'role held, not given yet': seen('member', [PREMIUM]),
  'role held, not given yet, licence invalid': { ...seen('member', [PREMIUM]), ...UNUSABLE },
  'role missing': seen('member'),
  'one of two roles missing': { ...seen('member'), mappings: [mapping(), mapping({ id: 2, discordRoleId: VIP })] },
  'absent from the server': seen('absent'),
  'in screening, with the role': seen('pending', [PREMIUM]),
  guest: seen('guest'),
  'unknown, never read before': { state: { ...seen('unknown').state, observedAt: 0 } },
  'unknown, read before': seen('unknown'),
  'mapping broken: Discord role deleted': { ...DELETED, ...seen('member') },
  'mapping broken: role in the LMS gone': {
    mappings: [mapping({ broken: ['role_missing'] })],
    ...seen('member', [PREMIUM]),
  },
  'course gone': { course: null, mappings: [mapping({ broken: ['course_missing'] })], ...seen('member') },
  'no mapping': { mappings: [], ...seen('member') },
};

describe('the answer and what comes next, where Discord gave nothing', () => {
  it.each(Object.keys(SENTENCES) as (keyof typeof SENTENCES)[])('%s', (state) => {
    expect(saidOf(STATES[state])).toEqual(SENTENCES[state]);
  });
});

describe('the last change as a learner reads it', () => {
  it('names neither the run nor what set it going', () => {
    const [chain] = chainsOf(factsOf({ ...seen('member'), ...changed('revoked', 'role_lost') }, true));
    expect(chain?.lastChange).toMatchObject({
      runId: null,
      startedBy: null,
      sentence: 'What happened.',
    });
  });
});
