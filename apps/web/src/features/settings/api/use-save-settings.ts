import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SaveSettingsDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { linkKey, mappingsKey, sessionKey } from '../../../lib/query-keys.js';
import { settingsKey } from './use-settings.js';

/** A new licence key is verified while saving, which asks the billing server. */
const TIMEOUT_MS = 45_000;

/** Saves; afterwards, or after a refusal as stale, the settings are read anew before the answer is handed on. */
export function useSaveSettings() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (settings: SaveSettingsDto) => api.put<unknown>('/settings', settings, { timeoutMs: TIMEOUT_MS }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: settingsKey }),
    onSuccess: () => {
      // The licence decides about the sign-in button and the Discord roles.
      void queryClient.invalidateQueries({ queryKey: sessionKey });
      void queryClient.invalidateQueries({ queryKey: mappingsKey });
      void queryClient.invalidateQueries({ queryKey: linkKey });
    },
  });
}
