import { useQuery } from '@tanstack/react-query';
import type { RunDto, RunProblemDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { runPartKey } from './run-keys.js';

/** The errors of a run, in words. Read again when their number has changed. */
export function useRunProblems({ id, errors }: Pick<RunDto, 'id' | 'errors'>) {
  const api = useApi();
  return useQuery({
    queryKey: [...runPartKey(id, 'problems'), errors],
    queryFn: ({ signal }) => api.get<readonly RunProblemDto[]>(`/sync/runs/${String(id)}/problems`, { signal }),
    placeholderData: (previous) => previous,
  });
}
