import type { DiscordProfile } from './discord-profile.js';

const NAME_MAX = 100;
const USERNAME_MAX = 80;
const NUMBERED_CANDIDATES = 20;

/** Stands for a surname that Discord does not know; Moodle does not take an empty one. */
const UNKNOWN_SURNAME = '(Discord)';

/**
 * Usernames for a new account, the nicest first: the Discord username in lower case with the characters that Moodle
 * allows (`a-z 0-9 - . _ @`), then with a number, at last with the Discord id, which nobody else has.
 */
export function* usernameCandidates({ username, id }: Pick<DiscordProfile, 'username' | 'id'>): Generator<string> {
  const base = moodleUsername(username);
  yield base;
  for (let number = 2; number <= NUMBERED_CANDIDATES; number++) yield `${base}${number}`;
  yield `${base}.${id}`;
}

function moodleUsername(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9._@-]/g, '')
    .slice(0, USERNAME_MAX);
  return /[a-z0-9]/.test(plain) ? plain : 'discord';
}

/** First and last name from the display name: its first word, and the others. */
export function personNames(profile: Pick<DiscordProfile, 'globalName' | 'username'>): {
  readonly firstname: string;
  readonly lastname: string;
} {
  const words = plainWords(profile.globalName ?? '');
  const [first, ...rest] = words.length > 0 ? words : plainWords(profile.username);
  const lastname = cut(rest.join(' '));
  return { firstname: cut(first ?? 'Discord'), lastname: lastname === '' ? UNKNOWN_SURNAME : lastname };
}

/** Words without control characters and without what could be taken for HTML. */
function plainWords(name: string): string[] {
  return name
    .normalize('NFC')
    .replace(/[<>]|\p{Cc}|\p{Cf}|\p{Cs}/gu, ' ')
    .split(/\s+/u)
    .filter((word) => word !== '');
}

function cut(text: string): string {
  return [...text].slice(0, NAME_MAX).join('');
}

/** The address that a new account gets: only one that Discord verified, else one that can never receive mail. */
export function accountEmail(profile: DiscordProfile): { readonly email: string; readonly confirmed: boolean } {
  const { email } = profile;
  if (email !== null && profile.verified && email.length <= NAME_MAX) return { email, confirmed: true };
  return { email: `${profile.id}@discord.invalid`, confirmed: false };
}
