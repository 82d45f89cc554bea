import { useEffect, useState } from 'react';
import { duration } from '../../../lib/time.js';

/** For how long something has been going on, by the second. `since` in Unix seconds. */
export function Elapsed({ since }: { readonly since: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 1_000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return <span>{duration(now / 1000 - since)}</span>;
}
