import { useMutation, useQueryClient } from '@tanstack/react-query';
import { isApiError } from '../../../lib/api-error.js';
import { useApi } from '../../../lib/api-context.js';
import { tokensKey } from './use-tokens.js';

/** Revokes a token; one that is already revoked is gone all the same. */
export function useRevokeToken() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (id: number) => {
      try {
        await api.delete<unknown>(`/tokens/${String(id)}`);
      } catch (error) {
        if (!isApiError(error, 404)) throw error;
      }
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: tokensKey }),
  });
}
