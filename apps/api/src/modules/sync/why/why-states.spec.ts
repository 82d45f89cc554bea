import type { Because, Grant, Mapping } from '@pulsetech/domain';
import type { ChangeDto } from '@pulsetech/contracts';
import { chainsOf } from './chains.js';
import { conclusionOf } from './conclusion.js';
import { isPlannable, isStillWanted, stepsOf } from './expected-steps.js';
import type { WhyFacts } from './why-facts.js';
import type { WaitingRemoval } from './why.repository.js';

const NOW = 1_800_000_000;
const DAY = 86_400;
const [COURSE, STUDENT, TEACHER] = [7, 5, 3];
const [GUILD, PREMIUM, VIP] = ['900000000000000001', '111111111111111111', '222222222222222222'];

const mapping = (part: Partial<Mapping> = {}): Mapping => ({
  ...{ id: 1, discordRoleId: PREMIUM, courseId: COURSE, roleId: STUDENT, cohortId: null, broken: [] },
  ...part,
});
const grants = (state: Grant['state'], part: Partial<Grant> = {}): Grant[] => [
  { kind: 'enrolment', targetId: COURSE, roleId: 0, origin: 'granted', state, since: NOW - 9 * DAY, ...part },
  { kind: 'role', targetId: COURSE, roleId: STUDENT, origin: 'granted', state, since: NOW - 9 * DAY, ...part },
];
const seen = (observation: 'member' | 'pending' | 'guest' | 'absent' | 'unknown', roles: string[] = []) => ({
  state: { userId: 1, discordId: '4', observedAt: (NOW - 60) * 1000, observation, roles, detail: null },
});
const inLms = (enrolment: WhyFacts['lms']['enrolment'], ...roles: number[]) => ({
  lms: { enrolment, roles: new Set(roles) },
});
const changed = (action: ChangeDto['action'], because: Because) => ({
  changes: new Map([
    [
      STUDENT,
      {
        ...{ id: 1, userId: 1, userName: 'Zaphod', action, kind: 'role' as const, targetId: COURSE, role: 'Student' },
        ...{ target: 'Advanced Topics', mappingId: 1, discordRole: 'Premium', because, sentence: '', runId: 41 },
        ...{ cause: 'schedule' as const, at: NOW - 9 * DAY },
      },
    ],
  ]),
});
const waits = (because: Because): { waiting: WaitingRemoval[] } => ({
  waiting: [{ runId: 41, kind: 'role', targetId: COURSE, roleId: STUDENT, because, mappingId: 1 }],
});

const SETTINGS = { lossPolicy: 'unenrol', graceDays: 0, brokenMappings: 'hold' } as const;
const SUSPENDING = { settings: { ...SETTINGS, lossPolicy: 'suspend', graceDays: 14 } } as const;
const DELETED = { mappings: [mapping({ broken: ['discord_role_missing'] })] };
const HELD = { ...seen('member', [PREMIUM]), grants: grants('active'), ...inLms('active', STUDENT) };
const LOST = { ...HELD, ...seen('member') };
const SUSPENDED = {
  ...SUSPENDING,
  ...seen('member'),
  ...{ grants: grants('suspended'), ...inLms('suspended') },
  ...changed('suspended', 'role_lost'),
};
const UNUSABLE = { licence: { usable: false, message: 'The licence has expired.' } };
const OVER = { grants: grants('suspended', { since: NOW - 20 * DAY }) };

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
  given: {
    admin: [
      'Zaphod has “Advanced Topics” as Student because of the Discord role “Premium”.',
      'It stays as long as the Discord role is held.',
    ],
    learner: [
      'You have “Advanced Topics” as Student because of the Discord role “Premium”.',
      'It stays as long as the Discord role is held.',
    ],
  },
  'given, unknown since': {
    admin: [
      'Zaphod has “Advanced Topics” as Student because of the Discord role “Premium”; Discord could not be read at the last try (last good look: 15 January 2027 at 07:59 UTC), and nobody loses access because of that.',
      'It stays as long as the Discord role is held.',
    ],
    learner: [
      'You have “Advanced Topics” as Student because of the Discord role “Premium”; Discord could not be read at the last try (last good look: 15 January 2027 at 07:59 UTC), and nobody loses access because of that.',
      'It stays as long as the Discord role is held.',
    ],
  },
  'given by two roles, one lost': {
    admin: [
      'Zaphod has “Advanced Topics” as Student because of the Discord role “Premium”.',
      'It stays as long as the Discord role is held.',
      'Nothing by this mapping; another one gives the same.',
    ],
    learner: [
      'You have “Advanced Topics” as Student because of the Discord role “Premium”.',
      'It stays as long as the Discord role is held.',
      'Nothing by this mapping; another one gives the same.',
    ],
  },
  'given, role lost': {
    admin: [
      'Zaphod has “Advanced Topics” as Student, which ends with the next synchronisation, because the Discord role “Premium” is not held any more.',
      'Taken away with the next synchronisation (at sign-in, by “Sync now”, or with the next run, in about 25 minutes), because the Discord role “Premium” is not held any more; not if that has changed by then.',
    ],
    learner: [
      'You have “Advanced Topics” as Student, which ends with the next synchronisation, because the Discord role “Premium” is not held any more.',
      'Taken away with the next synchronisation (at sign-in, by “Sync now”, or with the next run, in about 25 minutes), because the Discord role “Premium” is not held any more; not if that has changed by then.',
    ],
  },
  'given, role lost, suspending': {
    admin: [
      'Zaphod has “Advanced Topics” as Student, which is suspended with the next synchronisation, because the Discord role “Premium” is not held any more.',
      'Suspended with the next synchronisation (at sign-in, by “Sync now”, or with the next run, in about 25 minutes), because the Discord role “Premium” is not held any more; not if that has changed by then.',
    ],
    learner: [
      'You have “Advanced Topics” as Student, which is suspended with the next synchronisation, because the Discord role “Premium” is not held any more.',
      'Suspended with the next synchronisation (at sign-in, by “Sync now”, or with the next run, in about 25 minutes), because the Discord role “Premium” is not held any more; not if that has changed by then.',
    ],
  },
  'given, role lost, licence invalid': {
    admin: [
      'Zaphod has “Advanced Topics” as Student, which ends when the licence of the site is valid again, because the Discord role “Premium” is not held any more.',
      'Nothing until the licence is valid again. The licence has expired.',
    ],
    learner: [
      'You have “Advanced Topics” as Student, which ends when the licence of the site is valid again, because the Discord role “Premium” is not held any more.',
      'Nothing until the licence of this site is valid again.',
    ],
  },
  'given, left the server': {
    admin: [
      'Zaphod has “Advanced Topics” as Student, which ends with the next synchronisation, because of leaving the Discord server.',
      'Taken away with the next synchronisation (at sign-in, by “Sync now”, or with the next run, in about 25 minutes), because of leaving the Discord server; not if that has changed by then.',
    ],
    learner: [
      'You have “Advanced Topics” as Student, which ends with the next synchronisation, because of leaving the Discord server.',
      'Taken away with the next synchronisation (at sign-in, by “Sync now”, or with the next run, in about 25 minutes), because of leaving the Discord server; not if that has changed by then.',
    ],
  },
  'given, back in screening': {
    admin: [
      'Zaphod has “Advanced Topics” as Student, which ends with the next synchronisation, because of not being a full member of the Discord server (still in its screening, or a guest).',
      'Taken away with the next synchronisation (at sign-in, by “Sync now”, or with the next run, in about 25 minutes), because of not being a full member of the Discord server (still in its screening, or a guest); not if that has changed by then.',
    ],
    learner: [
      'You have “Advanced Topics” as Student, which ends with the next synchronisation, because of not being a full member of the Discord server (still in its screening, or a guest).',
      'Taken away with the next synchronisation (at sign-in, by “Sync now”, or with the next run, in about 25 minutes), because of not being a full member of the Discord server (still in its screening, or a guest); not if that has changed by then.',
    ],
  },
  'given, mapping deleted': {
    admin: [
      'Zaphod has “Advanced Topics” as Student, which ends with the next synchronisation, because no Discord role is mapped to it any more.',
      'Taken away with the next synchronisation (at sign-in, by “Sync now”, or with the next run, in about 25 minutes), because no Discord role is mapped to it any more; not if that has changed by then.',
    ],
    learner: [
      'You have “Advanced Topics” as Student, which ends with the next synchronisation, because no Discord role is mapped to it any more.',
      'Taken away with the next synchronisation (at sign-in, by “Sync now”, or with the next run, in about 25 minutes), because no Discord role is mapped to it any more; not if that has changed by then.',
    ],
  },
  'given, mapping deleted, never looked': {
    admin: [
      'Zaphod has “Advanced Topics” as Student because Discord gave it.',
      'Taken away once Discord has been looked at (at sign-in, by “Sync now”, or with the next run, in about 25 minutes), because no Discord role is mapped to it any more.',
    ],
    learner: [
      'You have “Advanced Topics” as Student because Discord gave it.',
      'Taken away once Discord has been looked at (at sign-in, by “Sync now”, or with the next run, in about 25 minutes), because no Discord role is mapped to it any more.',
    ],
  },
  'given, Discord role deleted, hold': {
    admin: [
      'Zaphod has “Advanced Topics” as Student, and keeps that until an admin has decided about a run, because the Discord role “Premium” was deleted in Discord.',
      'It stays until an admin has decided about it, because the Discord role “Premium” was deleted in Discord; that is asked for with the next run, in about 25 minutes.',
    ],
    learner: [
      'You have “Advanced Topics” as Student, and keep that until the site team has decided about a run, because the Discord role “Premium” was deleted in Discord.',
      'It stays until the site team has decided about it, because the Discord role “Premium” was deleted in Discord; that is asked for with the next run, in about 25 minutes.',
    ],
  },
  'given, Discord role deleted, revoke': {
    admin: [
      'Zaphod has “Advanced Topics” as Student, which ends with the next run, because the Discord role “Premium” was deleted in Discord.',
      'Taken away with the next run, in about 25 minutes, because the Discord role “Premium” was deleted in Discord; not if that has changed by then.',
    ],
    learner: [
      'You have “Advanced Topics” as Student, which ends with the next run, because the Discord role “Premium” was deleted in Discord.',
      'Taken away with the next run, in about 25 minutes, because the Discord role “Premium” was deleted in Discord; not if that has changed by then.',
    ],
  },
  'given, Discord role deleted, keep': {
    admin: [
      'Zaphod has “Advanced Topics” as Student because Discord gave it.',
      'It stays: people keep what a deleted Discord role gave them.',
    ],
    learner: [
      'You have “Advanced Topics” as Student because Discord gave it.',
      'It stays: people keep what a deleted Discord role gave them.',
    ],
  },
  'given, unlinked': {
    admin: [
      'Zaphod has “Advanced Topics” as Student, which ends by itself within minutes, because the Discord account is no longer linked.',
      'Taken away by itself within minutes, because the Discord account is no longer linked.',
    ],
    learner: [
      'You have “Advanced Topics” as Student, which ends by itself within minutes, because the Discord account is no longer linked.',
      'Taken away by itself within minutes, because the Discord account is no longer linked.',
    ],
  },
  'given, unlinked, suspending, licence invalid': {
    admin: [
      'Zaphod has “Advanced Topics” as Student, which is suspended by itself within minutes, because the Discord account is no longer linked.',
      'Suspended by itself within minutes, because the Discord account is no longer linked.',
    ],
    learner: [
      'You have “Advanced Topics” as Student, which is suspended by itself within minutes, because the Discord account is no longer linked.',
      'Suspended by itself within minutes, because the Discord account is no longer linked.',
    ],
  },
  'given, removal held in a run': {
    admin: [
      'Run 41 wants to take “Advanced Topics” from Zaphod, because the Discord role “Premium” is not held any more, and waits for an admin to approve or reject it; until then it stays.',
      'A run wants to take this and waits for an admin to decide. Before it does, it looks at Discord again.',
    ],
    learner: [
      'A run wants to take “Advanced Topics” from you, because the Discord role “Premium” is not held any more, and waits for the site team to decide; until then you keep it.',
      'A run wants to take this and waits for the site team to decide. Before it does, it looks at Discord again.',
    ],
  },
  'given, removal held in a run, role back since': {
    admin: [
      'Zaphod has “Advanced Topics” as Student because of the Discord role “Premium”.',
      'It stays as long as the Discord role is held.',
    ],
    learner: [
      'You have “Advanced Topics” as Student because of the Discord role “Premium”.',
      'It stays as long as the Discord role is held.',
    ],
  },
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
  'given, role lost, unknown since': {
    admin: [
      'Zaphod has “Advanced Topics” as Student, which ends with the next synchronisation, because the Discord role “Premium” is not held any more.',
      'Taken away with the next synchronisation (at sign-in, by “Sync now”, or with the next run, in about 25 minutes), because the Discord role “Premium” is not held any more; not if that has changed by then.',
    ],
    learner: [
      'You have “Advanced Topics” as Student, which ends with the next synchronisation, because the Discord role “Premium” is not held any more.',
      'Taken away with the next synchronisation (at sign-in, by “Sync now”, or with the next run, in about 25 minutes), because the Discord role “Premium” is not held any more; not if that has changed by then.',
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

/** Every state in which somebody can be with a course, as it would be found. */
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
  given: HELD,
  'given, unknown since': { ...HELD, ...seen('unknown', [PREMIUM]) },
  'given by two roles, one lost': {
    ...HELD,
    mappings: [mapping(), mapping({ id: 2, discordRoleId: VIP })],
  },
  'given, role lost': LOST,
  'given, role lost, suspending': { ...LOST, ...SUSPENDING },
  'given, role lost, licence invalid': { ...LOST, ...UNUSABLE },
  'given, left the server': { ...HELD, ...seen('absent') },
  'given, back in screening': { ...HELD, ...seen('pending', [PREMIUM]) },
  'given, mapping deleted': { ...HELD, mappings: [], ...changed('granted', 'role_held') },
  'given, mapping deleted, never looked': { ...HELD, mappings: [], state: null },
  'given, Discord role deleted, hold': { ...LOST, ...DELETED },
  'given, Discord role deleted, revoke': {
    ...LOST,
    ...DELETED,
    settings: { ...SETTINGS, brokenMappings: 'revoke' },
  },
  'given, Discord role deleted, keep': { ...LOST, ...DELETED, settings: { ...SETTINGS, brokenMappings: 'keep' } },
  'given, unlinked': { ...HELD, linked: false, state: null },
  'given, unlinked, suspending, licence invalid': { ...HELD, linked: false, state: null, ...SUSPENDING, ...UNUSABLE },
  'given, removal held in a run': { ...LOST, ...waits('role_lost') },
  'given, removal held in a run, role back since': { ...HELD, ...waits('role_lost') },
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
  'given, role lost, unknown since': { ...HELD, ...seen('unknown') },
  'by hand, the same role': { ...seen('member'), ...inLms('active', STUDENT) },
  'by hand, another role': { ...seen('member'), ...inLms('active', TEACHER) },
  'by hand, suspended in the LMS': { ...seen('member'), ...inLms('suspended') },
  'suspended, grace running': SUSPENDED,
  'suspended, no end': { ...SUSPENDED, settings: { ...SUSPENDING.settings, graceDays: 0 } },
  'suspended, grace over': { ...SUSPENDED, ...OVER },
  'suspended, role back': { ...SUSPENDED, ...seen('member', [PREMIUM]) },
  'suspended, unlinked': { ...SUSPENDED, linked: false, state: null, ...changed('suspended', 'unlinked') },
  'suspended, unlinked, grace over': { ...SUSPENDED, ...OVER, linked: false, state: null },
  'suspended, mapping deleted': { ...SUSPENDED, mappings: [] },
  'suspended, Discord role deleted': { ...SUSPENDED, ...DELETED },
  'suspended, opened by hand in the LMS': { ...SUSPENDED, ...inLms('active', TEACHER) },
  'suspended, ended in the LMS': { ...SUSPENDED, ...inLms('none') },
};

function factsOf(part: Partial<WhyFacts>, self: boolean): WhyFacts {
  const facts: WhyFacts = {
    ...{ self, person: 'Zaphod', courseId: COURSE, course: 'Advanced Topics', linked: true, guildId: GUILD },
    ...{ licence: { usable: true, message: '' }, state: null, mappings: [mapping()], grants: [], steps: [] },
    ...{ ...inLms('none'), waiting: [], changes: new Map(), settings: SETTINGS, now: NOW },
    nextRun: 'with the next run, in about 25 minutes',
    discordRoleName: (id) => (id === VIP ? 'VIP' : 'Premium'),
    roleName: (id) => (id === STUDENT ? 'Student' : 'Teacher'),
    ...part,
  };
  const { state, mappings, grants: ledger, guildId, settings, waiting } = facts;
  const steps = stepsOf(mappings, state, ledger, guildId, settings, NOW);
  const known = isPlannable(state, guildId);
  return { ...facts, steps, waiting: known ? waiting.filter((one) => isStillWanted(one, steps)) : waiting };
}

function said(state: keyof typeof SENTENCES, self: boolean): string[] {
  const facts = factsOf(STATES[state], self);
  return [conclusionOf(facts), ...chainsOf(facts).map(({ next }) => next)];
}

describe('the answer and what comes next', () => {
  it.each(Object.keys(SENTENCES) as (keyof typeof SENTENCES)[])('%s', (state) => {
    expect({ admin: said(state, false), learner: said(state, true) }).toEqual(SENTENCES[state]);
  });
});

describe('the last change as a learner reads it', () => {
  it('names neither the run nor what set it going', () => {
    const [chain] = chainsOf(factsOf({ ...seen('member'), ...changed('revoked', 'role_lost') }, true));
    expect(chain?.lastChange).toMatchObject({
      runId: null,
      sentence: 'No longer Student in “Advanced Topics”, because the Discord role “Premium” is not held any more.',
    });
  });
});
