import type { BillingFailure } from '@pulsetech/billing-client';

const OPERATOR = 'Ask whoever runs the Discord bot of this site';

const PROBLEMS: Readonly<Partial<Record<BillingFailure['code'], string>>> = {
  discord_unavailable: 'Discord does not answer at the moment. Try again in a few minutes.',
  discord_rate_limited: 'Discord asks for a pause because it was asked too often. Try again in a few minutes.',
  discord_unauthorized: `Discord no longer accepts the bot of this site. ${OPERATOR} to renew its token.`,
  guild_unreadable: 'The bot cannot see the Discord server. Invite the bot to it again.',
  missing_access: 'The bot lacks a permission in the Discord server. Give it “Manage Roles” there.',
  role_limit_reached: 'The Discord server has as many roles as Discord allows. Delete a role there first.',
  licence_missing: 'The licence key is missing. Enter it in the settings.',
  licence_unknown: 'The licence key is not known. Check it in the settings.',
  licence_expired: 'The licence has expired. Renew it, then verify it in the settings.',
  licence_revoked: 'The licence was revoked. Ask PulseTech support.',
  licence_wrong_site: 'The licence is for a site at another address. Look at the licence in the settings.',
  too_many_requests: 'Too much was asked at once. Try again in a minute.',
};

/** What a failure of the billing server means for the person who waits, and what to do. */
export function billingProblem(code: BillingFailure['code']): string {
  return PROBLEMS[code] ?? 'The billing server does not answer at the moment. Try again in a few minutes.';
}
