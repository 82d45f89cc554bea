import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../../lib/api-context.js';
import { forgetDrafts } from '../../../lib/drafts.js';
import { sessionKey } from '../../../lib/query-keys.js';
import { sessionQuery } from './session-query.js';

export function useSignOut() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.delete<unknown>('/session'),
    onSuccess: async () => {
      forgetDrafts();
      await queryClient.fetchQuery({ ...sessionQuery(api), staleTime: 0 });
      queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
    },
  });
}
