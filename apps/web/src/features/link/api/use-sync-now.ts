import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SyncNowDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { dashboardKey, linkKey } from '../../../lib/query-keys.js';

/** Reading Discord and changing many courses may take long. */
const TIMEOUT_MS = 90_000;

export function useSyncNow() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<SyncNowDto>('/link/sync', undefined, { timeoutMs: TIMEOUT_MS }),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: linkKey }),
        queryClient.invalidateQueries({ queryKey: dashboardKey }),
      ]),
  });
}
