import { queryOptions } from '@tanstack/react-query';
import type { SessionDto } from '@pulsetech/contracts';
import type { ApiClient } from '../../../lib/api-client.js';
import { sessionKey } from '../../../lib/query-keys.js';

export const sessionQuery = (api: ApiClient) =>
  queryOptions({
    queryKey: sessionKey,
    queryFn: ({ signal }) => api.get<SessionDto>('/session', { signal }),
    staleTime: 60_000,
  });
