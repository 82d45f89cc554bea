import { DISCORD_SIGN_IN_ERRORS, type DiscordSignInError } from '@pulsetech/contracts/constants';

export interface DiscordErrorMessage {
  readonly title: string;
  readonly meaning: string;
  readonly advice: readonly string[];
}

/** Where the message is shown, which decides what the person can do next. */
export type DiscordErrorPlace = 'sign-in' | 'link';

const AGAIN: Readonly<Record<DiscordErrorPlace, string>> = {
  'sign-in': 'Choose “Continue with Discord” again.',
  link: 'Choose “Link My Discord Account” again.',
};

const MEANWHILE: Readonly<Record<DiscordErrorPlace, string>> = {
  'sign-in': 'Until then, sign in with your username and password.',
  link: 'Your account and your courses stay as they are.',
};

type Message = (place: DiscordErrorPlace) => DiscordErrorMessage;

const messages = {
  access_denied: (place) => ({
    title: 'Discord was not allowed to tell us who you are',
    meaning: 'The page at Discord was cancelled, so nothing was changed here.',
    advice: [`${AGAIN[place]} At Discord, press “Authorise”.`],
  }),
  invalid_state: (place) => ({
    title: 'Invalid state',
    meaning: 'Discord’s answer does not belong to this visit, so it was not used. Nothing was changed.',
    advice: [
      'Your session may have expired while you were at Discord. Try again, and finish within a few minutes.',
      'Your browser may block cookies. Allow cookies for this site.',
      `${AGAIN[place]} If it keeps happening, clear this site’s cookies and cache in your browser first.`,
    ],
  }),
  discord_login_disabled: () => ({
    title: 'Signing in with Discord is switched off',
    meaning: 'The site team has switched it off. Your account itself is not affected.',
    advice: ['Sign in with your username and password.'],
  }),
  licence_invalid: (place) => ({
    title: 'Discord cannot be used on this site at present',
    meaning: 'The site’s licence for it could not be confirmed. You have done nothing wrong.',
    advice: [MEANWHILE[place], 'Tell the site team, please: they can see the reason in the settings.'],
  }),
  billing_unreachable: (place) => ({
    title: 'The connection to Discord did not answer',
    meaning: 'The service between this site and Discord cannot be reached at present. Nothing was changed.',
    advice: [`Wait a few minutes. ${AGAIN[place]}`, MEANWHILE[place]],
  }),
  discord_unavailable: (place) => ({
    title: 'Discord did not answer',
    meaning: 'Discord has a problem or is very busy at present. Nothing was changed.',
    advice: [`Wait a few minutes. ${AGAIN[place]}`, MEANWHILE[place]],
  }),
  account_not_found: () => ({
    title: 'There is no account for you here yet',
    meaning:
      'No account of this site is linked to your Discord account, and this site does not create accounts by itself.',
    advice: [
      'If you have an account: sign in with its username and password, then link Discord on the page “Discord account”.',
      'If you have none: ask the site team to create one for you.',
    ],
  }),
  email_in_use: () => ({
    title: 'Your e-mail address already has an account here',
    meaning: 'To protect that account, Discord alone does not open it.',
    advice: ['Sign in with your username and password, then link Discord on the page “Discord account”.'],
  }),
  account_suspended: () => ({
    title: 'Your account here is suspended',
    meaning: 'While it is suspended, nobody can sign in to it, with Discord or with a password.',
    advice: ['Ask the site team why, and what to do about it.'],
  }),
  discord_account_taken: () => ({
    title: 'This Discord account is linked to another user of this site',
    meaning: 'A Discord account belongs to one user only, so nothing was changed.',
    advice: ['Sign in as that user and unlink it there.', 'If you cannot, ask the site team.'],
  }),
  already_linked: () => ({
    title: 'Your account is already linked to a Discord account',
    meaning: 'One account has one Discord account, so nothing was changed.',
    advice: ['To use another Discord account, unlink the present one on the page “Discord account” first.'],
  }),
  wrong_discord_account: () => ({
    title: 'This is another Discord account than the one that you came from',
    meaning: 'You authorised a different account at Discord, so nothing was linked.',
    advice: [
      'Sign in to Discord in this browser with the account in which you gave the command, and give /link once more.',
      'To link the account that you authorised, choose “Link My Discord Account” here.',
    ],
  }),
  link_not_allowed: () => ({
    title: 'You may not link a Discord account',
    meaning: 'The site team has not given your account the permission for it.',
    advice: ['Ask the site team for the permission to link your own account.'],
  }),
  sign_in_first: () => ({
    title: 'Sign in first',
    meaning: 'You were signed out before the linking was finished. Nothing was changed.',
    advice: ['Sign in with your username and password, then choose “Link My Discord Account” again.'],
  }),
  too_many_attempts: (place) => ({
    title: 'Very many people set out for Discord at once',
    meaning: 'They use the same network as you, so this site lets the next ones wait a little. Nothing was changed.',
    advice: [`Wait a minute. ${AGAIN[place]}`, MEANWHILE[place]],
  }),
} as const satisfies Record<DiscordSignInError, Message>;

const unknownError: Message = (place) => ({
  title: 'This did not work',
  meaning: 'The way to Discord and back ended with an error that this page does not know. Nothing was changed.',
  advice: [AGAIN[place], 'If it keeps happening, tell the site team.'],
});

const isKnown = (code: string): code is DiscordSignInError =>
  (DISCORD_SIGN_IN_ERRORS as readonly string[]).includes(code);

/** Words for the `discorderror` code in the address of a page. */
export function discordErrorMessage(code: string, place: DiscordErrorPlace): DiscordErrorMessage {
  return (isKnown(code) ? messages[code] : unknownError)(place);
}
