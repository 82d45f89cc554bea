import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RunDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { runKey, runsKey } from './run-keys.js';

/** Begins a run, or joins the one that is going on: the answer tells which. */
export function useStartRun() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ dry }: { readonly dry: boolean }) => api.post<RunDto>('/sync/runs', { dry }),
    onSuccess: (run) => {
      queryClient.setQueryData<RunDto>(runKey(run.id), run);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: runsKey }),
  });
}
