import { exactTime, relativeTime } from '../lib/time.js';
import { useNow } from './use-now.js';

const EVERY_MS = 30_000;

/** A moment as people say it, with the exact one on hover. In Unix milliseconds. */
export function Moment({ atMs }: { readonly atMs: number }) {
  const now = useNow(EVERY_MS);
  return (
    <time dateTime={new Date(atMs).toISOString()} title={exactTime(atMs)}>
      {relativeTime(atMs, now)}
    </time>
  );
}
