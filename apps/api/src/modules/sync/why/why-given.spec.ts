import {
  changed,
  DELETED,
  HELD,
  LOST,
  mapping,
  PREMIUM,
  saidOf,
  seen,
  SETTINGS,
  SUSPENDING,
  UNUSABLE,
  VIP,
  waits,
} from '../../../../test/why.fixture.js';
import type { WhyFacts } from './why-facts.js';

/** What is said of each state: the conclusion, then what comes next with each mapping or grant. */
const SENTENCES = {
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
} as const;

/** Each of these states, as it would be found. */
const STATES: Readonly<Record<keyof typeof SENTENCES, Partial<WhyFacts>>> = {
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
  'given, role lost, unknown since': { ...HELD, ...seen('unknown') },
};

describe('the answer and what comes next, where Discord gave the course', () => {
  it.each(Object.keys(SENTENCES) as (keyof typeof SENTENCES)[])('%s', (state) => {
    expect(saidOf(STATES[state])).toEqual(SENTENCES[state]);
  });
});
