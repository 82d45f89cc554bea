import type { Grant, Mapping, Step } from '@pulsetech/domain';
import { becauseClause } from '../history/change-sentence.js';
import { dayOf } from './conclusion.js';
import { graceEnds, holdsDiscordRole, stepFor, takenByRunsOnly, type WhyFacts } from './why-facts.js';

/** What happens next with a course role, by one mapping or, without one, by none. */
export function nextOf(roleId: number, mapping: Mapping | null, facts: WhyFacts): string {
  if (facts.waiting.some((item) => item.kind === 'role' && item.roleId === roleId)) {
    return `A run wants to take this and waits for ${facts.self ? 'the site team' : 'an admin'} to decide. Before it does, it looks at Discord again.`;
  }
  if (!facts.licence.usable) {
    return facts.self
      ? 'Nothing until the licence of this site is valid again.'
      : `Nothing until the licence is valid again. ${facts.licence.message}`;
  }
  const step = stepFor(facts, roleId);
  const grant = facts.grants.find((row) => row.kind === 'role' && row.roleId === roleId) ?? null;
  if (step?.action === 'grant') return grantSentence(step, grant, mapping, facts);
  if (step?.action === 'revoke') return revokeSentence(step, grant, facts);
  if (step || (grant && grant.state !== 'active' && grant.state !== 'suspended')) {
    return 'It was interrupted in the middle of a change and is completed by itself within minutes.';
  }
  if (grant) return heldSentence(grant, mapping, facts);
  return mapping ? withoutSentence(mapping, facts) : 'Nothing.';
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
    return `The next run waits for a decision before it takes this, ${why}; that run comes ${facts.nextRun.replace(/^with /, '')}.`;
  }
  const what = facts.settings.lossPolicy === 'suspend' && because !== 'grace_over' ? 'Suspended' : 'Taken away';
  const when = takenByRunsOnly(because)
    ? facts.nextRun
    : `with the next synchronisation (at sign-in, by “Sync now”, or ${facts.nextRun})`;
  return `${what} ${when}, ${why}; not if that has changed by then.`;
}

function heldSentence(grant: Grant, mapping: Mapping | null, facts: WhyFacts): string {
  if (grant.state === 'suspended') return suspendedSentence(grant, facts);
  if (!facts.linked) return 'Taken away by itself within minutes, because the Discord account is no longer linked.';
  if (mapping?.broken.includes('discord_role_missing') && !holdsDiscordRole(facts, mapping.discordRoleId)) {
    return 'It stays: people keep what a deleted Discord role gave them.';
  }
  if (mapping && holdsDiscordRole(facts, mapping.discordRoleId) === false) {
    return 'Nothing by this mapping; another one gives the same.';
  }
  return grant.origin === 'adopted'
    ? 'It stays in the LMS, also when the Discord role goes.'
    : 'It stays as long as the Discord role is held.';
}

function suspendedSentence({ since }: Grant, facts: WhyFacts): string {
  const until = graceEnds(since, facts);
  const back = facts.linked ? 'a Discord role for it comes back' : 'a Discord account that has a role for it is linked';
  return until === null
    ? `It stays suspended until ${back}.`
    : `Unenrolled after ${dayOf(until)}, unless ${back} before.`;
}

function withoutSentence(mapping: Mapping, facts: WhyFacts): string {
  const role = `the Discord role “${facts.discordRoleName(mapping.discordRoleId)}”`;
  if (mapping.broken.length > 0) return 'Nothing as long as the mapping is broken.';
  if (!facts.linked) return `It is given when a Discord account with ${role} is linked.`;
  const [are, have] = facts.self ? ['you are', 'have'] : ['the person is', 'has'];
  const holds = holdsDiscordRole(facts, mapping.discordRoleId);
  if (holds === null) return `It is looked at in Discord at sign-in, by “Sync now”, or ${facts.nextRun}.`;
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
