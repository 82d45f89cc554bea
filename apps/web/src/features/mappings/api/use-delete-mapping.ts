import { useMutation, useQueryClient } from '@tanstack/react-query';
import { isApiError } from '../../../lib/api-error.js';
import { useApi } from '../../../lib/api-context.js';
import { mappingsKey } from '../../../lib/query-keys.js';

/** Deletes a mapping; one that somebody else has deleted meanwhile is gone all the same. */
export function useDeleteMapping() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (id: number) => {
      try {
        await api.delete<unknown>(`/mappings/${String(id)}`);
      } catch (error) {
        if (!isApiError(error, 404)) throw error;
      }
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [...mappingsKey, 'list'] }),
  });
}
