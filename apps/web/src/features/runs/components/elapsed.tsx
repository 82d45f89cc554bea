import { useNow } from '../../../components/use-now.js';
import { duration } from '../../../lib/time.js';

/** For how long something has been going on, by the second. `since` in Unix seconds. */
export function Elapsed({ since }: { readonly since: number }) {
  const now = useNow(1_000);
  return <span>{duration(now / 1000 - since)}</span>;
}
