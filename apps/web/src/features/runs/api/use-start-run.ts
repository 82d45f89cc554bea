import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RunDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { runsKey } from './use-runs.js';

export function useStartRun() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<RunDto>('/sync/runs'),
    onSettled: () => queryClient.invalidateQueries({ queryKey: runsKey }),
  });
}
