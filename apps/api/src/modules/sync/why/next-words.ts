import { isSettled, type Grant, type Mapping, type Step } from '@pulsetech/domain';
import { becauseClause } from '../history/change-sentence.js';
import { voiceOf } from './voice.js';
import { graceEnds, holdsDiscordRole, isGivable, stepFor, takenByRunsOnly, type WhyFacts } from './why-facts.js';
import { dayOf } from './words.js';

/** What happens next with a course role, by one mapping or, without one, by none. */
export function nextOf(roleId: number, mapping: Mapping | null, facts: WhyFacts): string {
  if (facts.waiting.some((item) => item.kind === 'role' && item.roleId === roleId)) {
    return `A run wants to take this and waits for ${facts.self ? 'the site team' : 'an admin'} to decide. Before it does, it looks at Discord again.`;
  }
  const grant = facts.grants.find((row) => row.kind === 'role' && row.roleId === roleId) ?? null;
  if (!facts.linked && grant) return leavingSentence(grant, facts);
  if (!facts.licence.usable) {
    return facts.self
      ? 'Nothing until the licence of this site is valid again.'
      : `Nothing until the licence is valid again. ${facts.licence.message}`;
  }
  if (facts.course === null) return 'Nothing: the course no longer exists.';
  if (grant && !isSettled(grant)) return CHANGING;
  const step = stepFor(facts, roleId);
  if (step?.action === 'grant' && facts.state?.observation === 'unknown') return lookedAt(facts);
  if (step?.action === 'grant') return grantSentence(step, grant, mapping, facts);
  if (step?.action === 'clear') return clearSentence(facts);
  if (step?.action === 'revoke') return revokeSentence(step, grant, facts);
  if (step) return CHANGING;
  if (grant) return heldSentence(grant, mapping, facts);
  return mapping ? withoutSentence(mapping, facts) : 'Nothing.';
}

const CHANGING = 'It is being changed; if that was interrupted, it is completed by itself within minutes.';
const LEFT_ALONE = 'Nothing as long as the Discord role is held: what was done by hand in the LMS is left alone.';

const lookedAt = ({ nextRun }: WhyFacts): string =>
  `It is looked at in Discord at sign-in, by “Sync now”, or ${nextRun}.`;

/** Whether somebody took away in the LMS what the ledger says is held. */
function isGoneInLms({ enrolment, roles }: WhyFacts['lms'], roleId: number): boolean {
  return enrolment !== 'unknown' && (enrolment !== 'active' || !roles.has(roleId));
}

/** What somebody still has who unlinked the Discord account. Taking it back asks nobody and needs no licence. */
function leavingSentence(grant: Grant, facts: WhyFacts): string {
  if (grant.state === 'suspended') return restingSentence(grant, facts);
  if (grant.origin === 'adopted') return 'It stays in the LMS, where it was before Discord.';
  const what = facts.settings.lossPolicy === 'suspend' ? 'Suspended' : 'Taken away';
  return `${what} by itself within minutes, ${becauseClause('unlinked', null)}.`;
}

function grantSentence(step: Step, grant: Grant | null, mapping: Mapping | null, facts: WhyFacts): string {
  if (mapping && step.mappingId !== mapping.id && !holdsDiscordRole(facts, mapping.discordRoleId)) {
    return 'Nothing by this mapping, but by another one that gives the same.';
  }
  const what = grant?.state === 'suspended' ? 'Access opens again' : 'It is given';
  return `${what} with the next synchronisation: at sign-in, by “Sync now”, or ${facts.nextRun}.`;
}

function revokeSentence(step: Step, grant: Grant | null, facts: WhyFacts): string {
  const { because, discordRoleId } = step;
  const why = becauseClause(because, discordRoleId === null ? null : facts.discordRoleName(discordRoleId));
  if (grant?.origin === 'adopted') {
    return `It stays in the LMS, where it was before Discord; from the next synchronisation on Discord has nothing to do with it, ${why}.`;
  }
  if (because === 'discord_role_deleted' && facts.settings.brokenMappings === 'hold') {
    return `It stays until ${voiceOf(facts).decider} decided about it, ${why}; that is asked for ${facts.nextRun}.`;
  }
  const what = facts.settings.lossPolicy === 'suspend' && because !== 'grace_over' ? 'Suspended' : 'Taken away';
  const when = takenByRunsOnly(because)
    ? facts.nextRun
    : `with the next synchronisation (at sign-in, by “Sync now”, or ${facts.nextRun})`;
  return `${what} ${when}, ${why}; not if that has changed by then.`;
}

const clearSentence = ({ nextRun }: WhyFacts): string =>
  `It does not come back: another Discord role opens the course with the next synchronisation (at sign-in, by “Sync now”, or ${nextRun}), and this goes then.`;

function heldSentence(grant: Grant, mapping: Mapping | null, facts: WhyFacts): string {
  if (grant.state === 'suspended') return restingSentence(grant, facts);
  if (isGoneInLms(facts.lms, grant.roleId)) return LEFT_ALONE;
  if (grant.origin === 'adopted') return 'It stays in the LMS, also when the Discord role goes.';
  if (mapping === null) return unmappedSentence(facts);
  const holds = holdsDiscordRole(facts, mapping.discordRoleId);
  if (mapping.broken.includes('discord_role_missing') && !holds) {
    return facts.settings.brokenMappings === 'keep'
      ? 'It stays: people keep what a deleted Discord role gave them.'
      : lookedAt(facts);
  }
  if (holds === false) return 'Nothing by this mapping; another one gives the same.';
  return 'It stays as long as the Discord role is held.';
}

/** Nothing was seen of the person yet, so that nothing is lost before somebody looks. */
function unmappedSentence({ settings, nextRun }: WhyFacts): string {
  const what = settings.lossPolicy === 'suspend' ? 'Suspended' : 'Taken away';
  return `${what} once Discord has been looked at (at sign-in, by “Sync now”, or ${nextRun}), ${becauseClause('mapping_removed', null)}.`;
}

/** Until when it stays suspended, and what opens it again before. */
function restingSentence({ since, roleId }: Grant, facts: WhyFacts): string {
  const until = graceEnds(since, facts);
  const back = facts.linked ? 'a Discord role for it comes back' : 'a Discord account that has a role for it is linked';
  const givable = isGivable(facts, roleId);
  if (facts.lms.enrolment === 'none') return givable ? `Nothing until ${back}.` : 'Nothing.';
  const unless = givable ? `, unless ${back} before` : ': no Discord role opens it again at present';
  if (until === null) return givable ? `It stays suspended until ${back}.` : `It stays suspended${unless}.`;
  if (until > facts.now) return `Unenrolled after ${dayOf(until)}${unless}.`;
  return `Unenrolled ${facts.licence.usable ? facts.nextRun : 'when the licence of this site is valid again'}${unless}.`;
}

function withoutSentence(mapping: Mapping, facts: WhyFacts): string {
  const role = `the Discord role “${facts.discordRoleName(mapping.discordRoleId)}”`;
  if (mapping.broken.length > 0) {
    return facts.self ? 'Nothing until the site team has mended it.' : 'Nothing as long as the mapping is broken.';
  }
  if (facts.lms.roles.has(mapping.roleId)) return 'It stays, also without the Discord role.';
  if (!facts.linked) return `It is given when a Discord account with ${role} is linked.`;
  const [are, have] = facts.self ? ['you are', 'have'] : ['the person is', 'has'];
  const holds = holdsDiscordRole(facts, mapping.discordRoleId);
  if (holds === null || facts.state?.observation === 'unknown') return lookedAt(facts);
  switch (facts.state?.observation) {
    case 'absent':
      return `It is given when ${are} in the Discord server and ${have} ${role} there.`;
    case 'pending':
      return `It is given when the Discord server’s screening is completed${holds ? '' : ` and ${role} is there`}.`;
    case 'guest':
      return `It is given when ${are} a full member of the Discord server${holds ? '' : ` and ${have} ${role}`}.`;
    default:
      return `It is given when ${role} is there.`;
  }
}
