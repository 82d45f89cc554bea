const LOCALE = 'en-GB';
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });
const exact = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium' });

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const steps = [
  { unit: 'year', seconds: 365 * DAY },
  { unit: 'month', seconds: 30 * DAY },
  { unit: 'day', seconds: DAY },
  { unit: 'hour', seconds: HOUR },
  { unit: 'minute', seconds: MINUTE },
] as const;

/** A moment seen from now, e.g. `2 minutes ago`. Both in milliseconds. */
export function relativeTime(atMs: number, nowMs: number): string {
  const seconds = Math.round((atMs - nowMs) / 1000);
  for (const step of steps) {
    if (Math.abs(seconds) >= step.seconds) return relative.format(Math.trunc(seconds / step.seconds), step.unit);
  }
  return 'just now';
}

/** A moment to the second, in the reader's time zone. */
export function exactTime(atMs: number): string {
  return exact.format(atMs);
}

export function calendarDay(atMs: number): string {
  return day.format(atMs);
}

/** How long something took, e.g. `under 1 s`, `12 s` or `3 min 5 s`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole === 0) return 'under 1 s';
  if (whole < MINUTE) return `${String(whole)} s`;
  if (whole < HOUR) return `${String(Math.floor(whole / MINUTE))} min ${String(whole % MINUTE)} s`;
  return `${String(Math.floor(whole / HOUR))} h ${String(Math.floor((whole % HOUR) / MINUTE))} min`;
}
