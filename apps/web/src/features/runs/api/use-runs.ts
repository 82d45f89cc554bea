import { useQuery } from '@tanstack/react-query';
import type { RunDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';

export const runsKey = ['runs'] as const;

const WHILE_RUNNING_MS = 2_000;

/** The last runs, read again every two seconds while one is going on. */
export function useRuns() {
  const api = useApi();
  return useQuery({
    queryKey: runsKey,
    queryFn: ({ signal }) => api.get<readonly RunDto[]>('/sync/runs', { signal }),
    refetchInterval: ({ state }) => (state.data?.some((run) => run.state === 'running') ? WHILE_RUNNING_MS : false),
  });
}
