import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { UnlinkDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { dashboardKey, linkKey } from '../../../lib/query-keys.js';

const TIMEOUT_MS = 90_000;

export function useUnlink() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.delete<UnlinkDto>('/link', { timeoutMs: TIMEOUT_MS }),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: linkKey }),
        queryClient.invalidateQueries({ queryKey: dashboardKey }),
      ]),
  });
}
