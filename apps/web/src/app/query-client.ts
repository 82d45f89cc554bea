import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isApiError } from '../lib/api-error.js';
import { sessionKey } from '../lib/query-keys.js';

declare module '@tanstack/react-query' {
  interface Register {
    mutationMeta: {
      /** A 401 answers the mutation itself (a wrong password) and says nothing about the session. */
      readonly unauthorisedIsAnswer?: boolean;
    };
  }
}

const RETRIES = 1;

/** Reads are tried once more when no answer came; what the API refuses is not asked again. */
const retry = (failures: number, error: unknown): boolean =>
  failures < RETRIES && isApiError(error) && (error.status === 0 || error.status >= 500);

export function createQueryClient(): QueryClient {
  // A 401 means that the session is over: reading it anew makes the pages go to the sign-in page by themselves.
  const onUnauthorised = (error: unknown): void => {
    if (isApiError(error, 401)) void queryClient.invalidateQueries({ queryKey: sessionKey });
  };
  const queryClient = new QueryClient({
    queryCache: new QueryCache({ onError: onUnauthorised }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _onMutateResult, mutation) => {
        if (!mutation.meta?.unauthorisedIsAnswer) onUnauthorised(error);
      },
    }),
    defaultOptions: {
      queries: { retry, retryDelay: 800, staleTime: 10_000 },
      mutations: { retry: false },
    },
  });
  return queryClient;
}
