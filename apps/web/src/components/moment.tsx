import { useEffect, useState } from 'react';
import { exactTime, relativeTime } from '../lib/time.js';

const EVERY_MS = 30_000;

/** A moment as people say it, with the exact one on hover. In Unix milliseconds. */
export function Moment({ atMs }: { readonly atMs: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return (
    <time dateTime={new Date(atMs).toISOString()} title={exactTime(atMs)}>
      {relativeTime(atMs, now)}
    </time>
  );
}
