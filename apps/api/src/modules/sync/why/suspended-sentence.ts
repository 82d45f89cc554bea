import type { Grant } from '@pulsetech/domain';
import { becauseClause } from '../history/change-sentence.js';
import { isGivable, lastChangeOf, stepFor, type WhyFacts } from './why-facts.js';
import { dayOf } from './words.js';

export interface Suspension {
  readonly grant: Grant;
  /** When the grace period ends, Unix seconds; null when it never does. */
  readonly until: number | null;
}

export function suspendedSentence(suspension: Suspension, course: string, facts: WhyFacts): string {
  const { grant } = suspension;
  const change = lastChangeOf(facts, grant.roleId);
  const isBack = stepFor(facts, grant.roleId)?.action === 'grant';
  const why =
    change?.action === 'suspended' && change.because !== null && !isBack
      ? `, ${becauseClause(change.because, change.discordRole)}`
      : '';
  const subject = facts.self ? `Your access to ${course}` : `The access of ${facts.person} to ${course}`;
  const since = `has been suspended since ${dayOf(grant.since)}${why}`;
  if (facts.lms.enrolment === 'active') {
    return `${subject} by Discord ${since}; somebody opened the course by hand in the LMS, and Discord has nothing to do with that.`;
  }
  if (facts.lms.enrolment === 'none') {
    return `${subject} ${since}, and somebody ended the enrolment in the LMS; ${outlook({ grant, until: null }, facts)}.`;
  }
  return `${subject} ${since}; grades and submissions stay, and ${outlook(suspension, facts)}.`;
}

/** What opens it again, and until when. */
function outlook({ grant, until }: Suspension, facts: WhyFacts): string {
  const step = stepFor(facts, grant.roleId);
  const nextTime = (what: string): string =>
    facts.licence.usable ? `with the next ${what}` : 'when the licence of this site is valid again';
  if (step?.action === 'grant') {
    const role = step.discordRoleId === null ? null : facts.discordRoleName(step.discordRoleId);
    return `it opens again ${nextTime('synchronisation')}, ${becauseClause(step.because, role)}`;
  }
  const isOver = until !== null && until <= facts.now;
  if (!isGivable(facts, grant.roleId)) {
    if (until === null) return 'no Discord role opens it again at present';
    return `no Discord role opens it again at present; the enrolment ends ${isOver ? nextTime('run') : `after ${dayOf(until)}`}`;
  }
  const opens = facts.linked ? 'a Discord role for it' : 'linking a Discord account that has a role for it';
  if (isOver) return `the enrolment ends ${nextTime('run')}, unless ${opens} opens it again before`;
  const end = until === null ? '' : `; the enrolment ends after ${dayOf(until)} unless that comes before`;
  return `${opens} opens it again${end}`;
}
