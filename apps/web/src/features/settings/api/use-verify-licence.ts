import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../../lib/api-context.js';
import { mappingsKey, sessionKey } from '../../../lib/query-keys.js';
import { settingsKey } from './use-settings.js';

const TIMEOUT_MS = 45_000;

export function useVerifyLicence() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<unknown>('/settings/licence/verify', undefined, { timeoutMs: TIMEOUT_MS }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: settingsKey }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: sessionKey });
      void queryClient.invalidateQueries({ queryKey: mappingsKey });
    },
  });
}
