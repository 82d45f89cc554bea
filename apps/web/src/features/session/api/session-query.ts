import { queryOptions } from '@tanstack/react-query';
import type { SessionDto } from '@pulsetech/contracts';
import type { ApiClient } from '../../../lib/api-client.js';

export const sessionKey = ['session'] as const;

export const sessionQuery = (api: ApiClient) =>
  queryOptions({
    queryKey: sessionKey,
    queryFn: ({ signal }) => api.get<SessionDto>('/session', { signal }),
    staleTime: 60_000,
  });
