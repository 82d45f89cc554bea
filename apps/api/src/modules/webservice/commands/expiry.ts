import { InvalidRequestError } from '@pulsetech/server-kit';

/** The end of a day given as 2027-01-31 (UTC), or an exact time as 2027-01-31T12:00:00Z; Unix seconds. */
export function readExpiry(text: string): number {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text);
  const ms = Date.parse(isDay ? `${text}T23:59:59Z` : text);
  const isReal = (isDay || isTime) && !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text.replace('Z', ''));
  if (!isReal) {
    throw new InvalidRequestError(`“${text}” is no day: write it as 2027-01-31, or a moment as 2027-01-31T12:00:00Z.`);
  }
  return Math.floor(ms / 1000);
}
