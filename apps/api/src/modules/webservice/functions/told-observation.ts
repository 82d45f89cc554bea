import { isSnowflake, type KnownObservation } from '@pulsetech/domain';
import { explainedInvalidParameter } from '@pulsetech/moodle-rest';

export const MEMBER_STATES = ['member', 'pending', 'guest', 'absent'] as const;
type MemberState = (typeof MEMBER_STATES)[number];

/** What is older than a day is better read anew than told. */
export const AGE_MAX_MS = 86_400_000;

/** What a bot says of somebody, as it was sent. */
export interface Told {
  readonly discord_roles: readonly string[];
  readonly member_state: string;
  readonly age_ms: number;
}

/**
 * The observation that follows from what was told at the time `now` (Unix milliseconds). The age is a length of time, so
 * that the clock of the bot does not matter, and nothing can have been seen later than now.
 *
 * @throws MoodleException `invalidparameter` about anything that is not clear
 */
export function toldObservation({ discord_roles, member_state, age_ms }: Told, now: number): KnownObservation {
  const roles = rolesOf(discord_roles);
  if (!isMemberState(member_state)) {
    throw explainedInvalidParameter(`member_state: one of ${MEMBER_STATES.join(', ')} is expected`);
  }
  if (age_ms < 0 || age_ms > AGE_MAX_MS) {
    throw explainedInvalidParameter(`age_ms: a number of milliseconds from 0 to ${AGE_MAX_MS} is expected`);
  }
  const at = now - age_ms;
  if (member_state !== 'absent') {
    return { kind: 'member', roles, pending: member_state === 'pending', guest: member_state === 'guest', at };
  }
  if (roles.length > 0) {
    throw explainedInvalidParameter('discord_roles: somebody who is absent has none; leave one of the two out');
  }
  return { kind: 'absent', at };
}

function isMemberState(text: string): text is MemberState {
  return MEMBER_STATES.some((state) => state === text);
}

function rolesOf(sent: readonly string[]): string[] {
  const wrong = sent.findIndex((role) => role !== '' && !isSnowflake(role));
  if (wrong >= 0) {
    throw explainedInvalidParameter(
      `discord_roles: value ${wrong + 1} is no Discord role ID, which has 17 to 20 digits`,
    );
  }
  return [...new Set(sent.filter((role) => role !== ''))];
}
