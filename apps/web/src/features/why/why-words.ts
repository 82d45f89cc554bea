import type { WhyChain, WhyDto } from '@pulsetech/contracts';
import type { Tone } from '../../components/shape.js';
import { calendarDay } from '../../lib/time.js';

export interface WhyStep {
  readonly tone: Tone;
  readonly text: string;
}

/** Whom the answer is about: oneself, or somebody by name. */
export type Whom = 'self' | 'other';

export const ENROLMENT_WORDS = {
  active: { tone: 'ok', word: 'Enrolled' },
  suspended: { tone: 'held', word: 'Suspended' },
  none: { tone: 'stopped', word: 'Not enrolled' },
  unknown: { tone: 'unknown', word: 'Not known' },
} as const satisfies Record<WhyDto['enrolment'], { readonly tone: Tone; readonly word: string }>;

/** What was last seen of the person in the Discord server. */
export function observationWords({ state }: WhyDto['observation'], whom: Whom): string {
  const who = whom === 'self' ? 'You were' : 'The person was';
  switch (state) {
    case 'member':
      return `${who} a member of the Discord server`;
    case 'pending':
      return `${who} in the Discord server, but had not accepted its rules`;
    case 'guest':
      return `${who} a guest in the Discord server; guests get nothing`;
    case 'absent':
      return `${who} not in the Discord server`;
    case 'unknown':
      return 'Discord could not be asked; nobody loses anything because of that';
    case 'never_checked':
      return 'Discord was not asked yet';
  }
}

/** The way from the Discord role to the course, one step after the other. */
export function chainSteps(chain: WhyChain, whom: Whom): WhyStep[] {
  return [...roleSteps(chain, whom), ...mappingSteps(chain, whom), grantStep(chain, whom)];
}

function roleSteps({ discordRole, holdsDiscordRole }: WhyChain, whom: Whom): WhyStep[] {
  if (discordRole === null) return [];
  const role = `“${discordRole}”`;
  if (holdsDiscordRole === null)
    return [
      {
        tone: 'unknown',
        text: `Whether ${whom === 'self' ? 'you have' : 'the person has'} ${role} in Discord is not known`,
      },
    ];
  if (whom === 'self') {
    return [
      holdsDiscordRole
        ? { tone: 'ok', text: `You have ${role} in Discord` }
        : { tone: 'stopped', text: `You do not have ${role} in Discord` },
    ];
  }
  return [
    holdsDiscordRole
      ? { tone: 'ok', text: `Has ${role} in Discord` }
      : { tone: 'stopped', text: `Does not have ${role} in Discord` },
  ];
}

function mappingSteps({ mappingId, discordRole, role, problems }: WhyChain, whom: Whom): WhyStep[] {
  if (mappingId === null) {
    return [
      {
        tone: 'stopped',
        text: whom === 'self' ? 'No role gives this any more' : `No mapping gives “${role}” in this course any more`,
      },
    ];
  }
  const name =
    whom === 'self'
      ? 'On this site that role'
      : `Mapping ${String(mappingId)}: ${discordRole === null ? 'it' : `“${discordRole}”`}`;
  const gives: WhyStep = { tone: problems.length === 0 ? 'ok' : 'warn', text: `${name} gives this course as ${role}` };
  return [gives, ...problems.map((text): WhyStep => ({ tone: 'warn', text }))];
}

function grantStep({ grant }: WhyChain, whom: Whom): WhyStep {
  if (grant === null)
    return {
      tone: 'stopped',
      text: whom === 'self' ? 'It was not given to you by Discord' : 'Not given by this system',
    };
  const since = `since ${calendarDay(grant.since * 1000)}`;
  switch (grant.state) {
    case 'active':
      return grant.origin === 'adopted'
        ? { tone: 'ok', text: `Was there already when the role came, noted ${since}; losing the role does not take it` }
        : { tone: 'ok', text: `Given ${since}` };
    case 'suspended':
      return { tone: 'held', text: `Suspended ${since}; the role coming back resumes it` };
    case 'granting':
    case 'resuming':
      return { tone: 'waiting', text: 'Is being given now' };
    case 'revoking':
    case 'suspending':
      return { tone: 'waiting', text: 'Is being taken now' };
  }
}
