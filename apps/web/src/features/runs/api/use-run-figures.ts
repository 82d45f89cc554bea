import { useQuery } from '@tanstack/react-query';
import type { RunDto, RunFiguresDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { runPartKey } from './run-keys.js';

const WHILE_RUNNING_MS = 5_000;

/** What a run gave and took, by mapping and by course. */
export function useRunFigures({ id, state }: Pick<RunDto, 'id' | 'state'>) {
  const api = useApi();
  return useQuery({
    queryKey: runPartKey(id, 'figures'),
    queryFn: ({ signal }) => api.get<RunFiguresDto>(`/sync/runs/${String(id)}/figures`, { signal }),
    refetchInterval: state === 'running' ? WHILE_RUNNING_MS : false,
  });
}
