import { DomainError, type DomainErrorOptions } from '@pulsetech/server-kit';

export type LinkingErrorCode =
  | 'account_not_found'
  | 'email_in_use'
  | 'account_suspended'
  | 'discord_account_taken'
  | 'already_linked'
  | 'wrong_discord_account'
  | 'invitation_invalid'
  | 'not_linked'
  | 'no_other_way_in'
  | 'unlink_incomplete'
  | 'linking_busy'
  | 'synced_just_now';

const WORDS: Readonly<Record<LinkingErrorCode, string>> = {
  account_not_found:
    'This site has no account for your Discord account. Create an account first, sign in with its password, and link Discord on the Discord linking page.',
  email_in_use:
    'An account of this site has the e-mail address of your Discord account. Sign in to it with its password, and link Discord on the Discord linking page.',
  account_suspended: 'Your account on this site is suspended. Ask the site team.',
  discord_account_taken:
    'This Discord account is linked to another user of this site. Sign in as that user and unlink it there, or ask the site team.',
  already_linked: 'You have linked another Discord account already. Unlink that one first.',
  wrong_discord_account:
    'You authorised another Discord account than the one that you came from. Change the account at Discord, and try again.',
  invitation_invalid:
    'The address from Discord has expired, or it is for another site. Give the command /link in Discord once more, or link on this page without it.',
  not_linked: 'Your account is not linked to Discord. Link it first.',
  no_other_way_in:
    'Your account was made by signing in with Discord and has no password, so after unlinking you could not come back. Ask the site team to set a password first.',
  unlink_incomplete:
    'Your Discord account is still linked, because not everything that it gave could be taken back. Try again.',
  linking_busy: 'Somebody changed this Discord link at the same moment. Try again.',
  synced_just_now: 'You were synchronised a moment ago. Wait a moment and try again.',
};

/** Why a Discord account could not be signed in with, linked or unlinked. */
export class LinkingError extends DomainError<LinkingErrorCode> {
  constructor(code: LinkingErrorCode, message: string = WORDS[code], options: DomainErrorOptions = {}) {
    super(code, message, options);
  }

  static syncedJustNow(seconds: number): LinkingError {
    const wait = seconds === 1 ? 'a second' : `${seconds} seconds`;
    const message = `You were synchronised a moment ago. If your roles in Discord have changed since, wait ${wait} and try again.`;
    return new LinkingError('synced_just_now', message, { retryAfterSeconds: seconds });
  }
}
