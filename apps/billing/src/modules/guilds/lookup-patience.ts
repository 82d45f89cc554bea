const DEFAULT_S = 8;
const LONGEST_S = 270;

/** How long a site waits for a lookup: `Prefer: wait=120` (RFC 7240, seconds); 8 s when it does not say, at most 270. */
export function patienceMs(prefer: string | undefined): number {
  const seconds = Number(/(?:^|[,;\s])wait=(\d{1,4})(?=$|[,;\s])/i.exec(prefer ?? '')?.[1] ?? DEFAULT_S);
  return Math.min(Math.max(seconds, 1), LONGEST_S) * 1000;
}
