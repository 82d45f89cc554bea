import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MappingOptionsDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { mappingsKey } from '../../../lib/query-keys.js';
import { mappingOptionsKey } from './use-mapping-options.js';

/** Has the roles read from Discord again; the mappings too, since a role may have come back or gone. */
export function useRefreshDiscordRoles() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<MappingOptionsDto>('/discord-roles/refresh'),
    onSuccess: (options) => {
      queryClient.setQueryData(mappingOptionsKey, options);
      return queryClient.invalidateQueries({ queryKey: [...mappingsKey, 'list'] });
    },
  });
}
