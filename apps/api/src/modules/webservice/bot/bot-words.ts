import type { BotCondition, BotDto, BotState, PushFailure, SiteDto } from '@pulsetech/contracts';

/** What is known of the way from Discord to this site. `no_site`: nothing is registered for the licence yet. */
export type BotFacts =
  | { readonly kind: 'no_licence' | 'web_service_off' | 'no_token' | 'billing_away' | 'no_site' }
  | { readonly kind: 'registered'; readonly site: SiteDto; readonly siteUrl: string };

const LATER = 'Until then changes of roles arrive with the next synchronisation.';

const WITHOUT_SITE: Readonly<Record<Exclude<BotFacts['kind'], 'registered'>, readonly [BotCondition, string]>> = {
  no_licence: ['attention', `The Discord bot tells this site of changes once the licence is valid. ${LATER}`],
  web_service_off: [
    'attention',
    `The Discord bot cannot tell this site of changes, because the web service is off. Switch it on in the settings. ${LATER}`,
  ],
  no_token: [
    'attention',
    `The Discord bot cannot tell this site of changes yet: generate the billing server’s token in the settings. ${LATER}`,
  ],
  billing_away: [
    'unknown',
    'The billing server does not answer, so it is not known whether changes arrive. Nobody loses access because of that; we keep asking.',
  ],
  no_site: ['waiting', `This site is about to be registered with the billing server. ${LATER}`],
};

const BOT: Readonly<Record<Exclude<BotState, 'live'>, readonly [BotCondition, string]>> = {
  off: ['attention', `The bot of the billing server does not listen to Discord. ${LATER}`],
  connecting: ['waiting', 'The bot is connecting to Discord. What changed meanwhile is made up for.'],
  no_intent: [
    'attention',
    'The bot may not hear of members: whoever runs the billing server has to switch on the “Server Members Intent” of the Discord application. Until then members are read at intervals, and changes arrive minutes later.',
  ],
  unauthorized: [
    'attention',
    `Discord does not accept the bot: whoever runs the billing server has to renew its token. ${LATER}`,
  ],
  broken: [
    'attention',
    `The bot lost Discord, and does not come back by itself. Ask who runs the billing server. ${LATER}`,
  ],
};

const FAILURES: Readonly<Record<PushFailure, readonly [BotCondition, string]>> = {
  token_refused: [
    'attention',
    'This site refuses the token that the billing server has. Generate the billing server’s token anew in the settings; what waits arrives then.',
  ],
  unreachable: [
    'attention',
    'The billing server does not reach this site. Check that the address of the site can be reached from the billing server; what waits arrives then by itself.',
  ],
  not_understood: [
    'attention',
    'Something between the billing server and this site answers in its place, such as a proxy or a page of maintenance. What waits arrives once that is mended.',
  ],
  person_refused: ['waiting', 'A change could not be made here, and is tried again. Look at Activity for the reason.'],
  busy: ['waiting', 'This site is busy: what waits arrives a little later.'],
};

/** How changes get from Discord to this site, in words. */
export function botDto(facts: BotFacts): BotDto {
  if (facts.kind !== 'registered') {
    const [condition, message] = WITHOUT_SITE[facts.kind];
    return { condition, message, lastPushAt: null, waiting: null };
  }
  const { pushes } = facts.site;
  const [condition, message] = wordsOf(facts.site, facts.siteUrl);
  const { lastSuccessAt: lastPushAt, waiting, dead } = pushes;
  if (dead === 0) return { condition, message, lastPushAt, waiting };
  const given = `${dead === 1 ? 'One change was' : `${dead} changes were`} given up after many tries; the next synchronisation makes up for that.`;
  return { condition: condition === 'ok' ? 'waiting' : condition, message: `${message} ${given}`, lastPushAt, waiting };
}

function wordsOf({ url, bot, pushes }: SiteDto, siteUrl: string): readonly [BotCondition, string] {
  if (url !== siteUrl) {
    return ['waiting', `The billing server has another address of this site (${url}); it is about to be corrected.`];
  }
  if (bot.state !== 'live') return BOT[bot.state];
  if (pushes.lastFailure !== null) return FAILURES[pushes.lastFailure];
  if (pushes.waiting === 0) return ['ok', 'Changes of roles in Discord arrive here at once.'];
  return ['ok', `Changes of roles in Discord arrive here at once; ${pushes.waiting} on the way.`];
}
