import { DomainError } from '@pulsetech/server-kit';

export type RelayPageErrorCode =
  'unknown_site' | 'licence_unusable' | 'redirect_uri_mismatch' | 'state_missing' | 'request_gone' | 'other_browser';

interface Words {
  readonly title: string;
  readonly text: string;
}

const WORDS: Readonly<Record<RelayPageErrorCode, Words>> = {
  unknown_site: {
    title: 'This site is not known here',
    text: 'The link that brought you here names no site that signs in with Discord through this server. Go back to the site and tell its team.',
  },
  licence_unusable: {
    title: 'Sign-in with Discord is switched off for this site',
    text: 'The licence of the site has ended. Sign in another way, or tell the site team.',
  },
  redirect_uri_mismatch: {
    title: 'The way back to the site does not match',
    text: 'The site asked to return to an address that is not registered for it, so nothing was sent there. Tell the site team; its registered redirect URI must be the same, letter by letter.',
  },
  state_missing: {
    title: 'This sign-in cannot be matched to the site',
    text: 'The site sent no usable state with its request. Go back to the site and start again; if that does not help, tell its team.',
  },
  request_gone: {
    title: 'This sign-in has ended',
    text: 'It was finished already, or it took longer than ten minutes. Go back to the site and choose “Continue with Discord” again.',
  },
  other_browser: {
    title: 'This sign-in was started elsewhere',
    text: 'It was begun in another browser, or cookies of this page were blocked. Go back to the site in this browser, allow cookies, and start again.',
  },
};

/** A sign-in that ends here with a page, since there is no address that the person could safely be sent to. */
export class RelayPageError extends DomainError<RelayPageErrorCode> {
  constructor(code: RelayPageErrorCode) {
    super(code, WORDS[code].text);
  }

  get title(): string {
    return WORDS[this.code].title;
  }
}
