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
  if (step?.action === 'grant') {
    const role = step.discordRoleId === null ? null : facts.discordRoleName(step.discordRoleId);
    const when = facts.licence.usable
      ? 'with the next synchronisation'
      : 'when the licence of this site is valid again';
    return `it opens again ${when}, ${becauseClause(step.because, role)}`;
  }
  const isOver = until !== null && until <= facts.now;
  if (!isGivable(facts, grant.roleId)) {
    if (until === null) return 'no Discord role opens it again at present';
    return `no Discord role opens it again at present; the enrolment ends ${isOver ? 'with the next run' : `after ${dayOf(until)}`}`;
  }
  const opens = facts.linked ? 'a Discord role for it' : 'linking a Discord account that has a role for it';
  if (isOver) return `the enrolment ends with the next run, unless ${opens} opens it again before`;
  const end = until === null ? '' : `; the enrolment ends after ${dayOf(until)} unless that comes before`;
  return `${opens} opens it again${end}`;
}
