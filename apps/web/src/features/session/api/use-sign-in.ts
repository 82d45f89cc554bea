import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SignInDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { sessionKey } from '../../../lib/query-keys.js';
import { sessionQuery } from './session-query.js';

/** Signs in with a password. What another user of this browser was shown is forgotten before the page goes on. */
export function useSignIn() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (credentials: SignInDto) => api.post<unknown>('/session', credentials),
    meta: { unauthorisedIsAnswer: true },
    onSuccess: async () => {
      queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
      await queryClient.fetchQuery({ ...sessionQuery(api), staleTime: 0 });
    },
  });
}
