import { useQuery } from '@tanstack/react-query';
import type { RunDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { queryText } from '../../../lib/query-text.js';
import { heldRunsKey } from './run-keys.js';

/** A later run replaces one that waits, so it is never far down the list. */
const LATEST = 20;
const EVERY_MS = 60_000;

/** How many runs wait for a decision. */
export function useHeldRuns() {
  const api = useApi();
  return useQuery({
    queryKey: heldRunsKey,
    queryFn: ({ signal }) =>
      api.get<readonly RunDto[]>(`/sync/runs${queryText({ limit: String(LATEST) })}`, { signal }),
    select: (runs) => runs.filter(({ state }) => state === 'held').length,
    refetchInterval: EVERY_MS,
  });
}
