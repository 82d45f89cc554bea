import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RunDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { runKey, runsKey } from './run-keys.js';

export type RunAction = 'approve' | 'reject' | 'undo' | 'stop';

/**
 * Decides about a run. Whatever came of it, the run is read anew: somebody else may have been faster. `onDone` is called
 * also where the button that began it is gone by then.
 */
export function useRunAction(id: number, action: RunAction, onDone?: (run: RunDto) => void) {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<RunDto>(`/sync/runs/${String(id)}/${action}`),
    onSuccess: (run) => {
      queryClient.setQueryData<RunDto>(runKey(run.id), run);
      onDone?.(run);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: runsKey }),
  });
}
