import type { TokenDto, TokenState } from '@pulsetech/contracts';
import type { Tone } from '../../components/shape.js';

const STATES: Readonly<Record<TokenState, { readonly tone: Tone; readonly word: string }>> = {
  active: { tone: 'ok', word: 'Active' },
  expired: { tone: 'bad', word: 'Expired' },
  owner_suspended: { tone: 'warn', word: 'Owner suspended' },
  owner_unconfirmed: { tone: 'warn', word: 'Owner not confirmed' },
  owner_nologin: { tone: 'warn', word: 'Owner may not sign in' },
  owner_deleted: { tone: 'bad', word: 'Owner deleted' },
  owner_promoted: { tone: 'bad', word: 'Owner has become an administrator' },
};

const KINDS: Readonly<Record<TokenDto['kind'], string>> = {
  bot: 'for a bot',
  billing: 'for the billing server',
  login: 'by sign-in',
};

export function stateOf({ state }: TokenDto): { readonly tone: Tone; readonly word: string } {
  return STATES[state];
}

export function kindOf({ kind }: TokenDto): string {
  return KINDS[kind];
}

/** What stops working when the token is revoked. */
export function lossOf({ kind, owner }: TokenDto): string {
  switch (kind) {
    case 'billing':
      return 'The billing server’s bot is refused from then on: changes of roles in Discord arrive here with the next sync only, until you generate another token.';
    case 'login':
      return `The app in which ${owner} signed in is refused from then on, until ${owner} signs in there again. That makes another token.`;
    case 'bot':
      return 'Whatever uses this token is refused from then on. It cannot be brought back; a new one can be created.';
  }
}

/** The end of a day of the reader's calendar, written as 2027-01-31, in Unix seconds; null for anything else. */
export function endOfDay(day: string): number | null {
  const ms = /^\d{4,6}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T23:59:59`).getTime() : Number.NaN;
  return Number.isNaN(ms) ? null : Math.floor(ms / 1000);
}
