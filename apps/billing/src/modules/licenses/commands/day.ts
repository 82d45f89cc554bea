import { LicenceCommandError } from '../licences.errors.js';

/** The end of a day given as 2027-01-31 (UTC), or an exact time as 2027-01-31T12:00:00Z; Unix seconds. `never` is null. */
export function readExpiry(text: string): number | null {
  if (text === 'never') return null;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text);
  const ms = Date.parse(isDay ? `${text}T23:59:59Z` : text);
  const isReal = (isDay || isTime) && !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text.replace('Z', ''));
  if (!isReal) {
    throw new LicenceCommandError('invalid_request', 'Give the day of expiry as 2027-01-31, or “never”.');
  }
  return Math.floor(ms / 1000);
}

export function showTime(seconds: number | null): string {
  return seconds === null ? 'never' : new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
