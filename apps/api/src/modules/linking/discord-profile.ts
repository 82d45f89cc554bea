import { isSnowflake } from '@pulsetech/domain';

/** What Discord says about the person who authorised (`GET /users/@me`, scopes identify and email). */
export interface DiscordProfile {
  readonly id: string;
  readonly username: string;
  /** The tag of `john#1234`; null for accounts without one. */
  readonly discriminator: string | null;
  /** The display name. */
  readonly globalName: string | null;
  readonly avatar: string | null;
  readonly email: string | null;
  /** Whether Discord has verified that the e-mail address is the person's. Discord sends unverified ones too. */
  readonly verified: boolean;
}

const TEXT_MAX = 255;

/** Reads a profile from an answer; null when it is none. Only `verified: true` counts as verified. */
export function parseDiscordProfile(answer: unknown): DiscordProfile | null {
  if (typeof answer !== 'object' || answer === null) return null;
  const given = answer as Readonly<Record<string, unknown>>;
  const id = text(given['id']);
  const username = text(given['username']);
  if (id === null || !isSnowflake(id) || username === null) return null;
  const email = text(given['email']);
  return {
    id,
    username,
    discriminator: text(given['discriminator']),
    globalName: text(given['global_name']),
    avatar: avatarHash(given['avatar']),
    email,
    verified: email !== null && given['verified'] === true,
  };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' && value.length <= TEXT_MAX ? value.trim() : null;
}

function avatarHash(value: unknown): string | null {
  return typeof value === 'string' && /^\w{1,100}$/.test(value) ? value : null;
}
