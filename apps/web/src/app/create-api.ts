import type { QueryClient } from '@tanstack/react-query';
import { sessionQuery } from '../features/session/api/session-query.js';
import { ApiClient } from '../lib/api-client.js';

/** The client of this site's own API, which takes its CSRF token from the session query. */
export function createApi(queryClient: QueryClient): ApiClient {
  const api: ApiClient = new ApiClient({
    baseUrl: '/api/v1',
    csrf: {
      current: async () => (await queryClient.ensureQueryData(sessionQuery(api))).csrfToken,
      renew: async () => (await queryClient.fetchQuery({ ...sessionQuery(api), staleTime: 0 })).csrfToken,
    },
  });
  return api;
}
