import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../../lib/api-context.js';
import { mappingsKey } from './use-mappings.js';

/** Has the roles read from Discord again; the mappings too, since a role may have come back or gone. */
export function useRefreshDiscordRoles() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<unknown>('/discord-roles/refresh'),
    onSettled: () => queryClient.invalidateQueries({ queryKey: mappingsKey }),
  });
}
