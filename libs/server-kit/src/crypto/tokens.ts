import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** SHA-256 of a token, in hex: what is stored of tokens that are long and random. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}

/** Compares two texts in a time that depends on neither where they differ nor how long they are. */
export function constantTimeEquals(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}

/** A random token, base64url. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

/** A web service token of Moodle's form: 32 hex characters. */
export function moodleToken(): string {
  return randomBytes(16).toString('hex');
}
