import { useQuery } from '@tanstack/react-query';
import type { TokenDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';

export const tokensKey = ['tokens'] as const;

export function useTokens() {
  const api = useApi();
  return useQuery({
    queryKey: tokensKey,
    queryFn: ({ signal }) => api.get<readonly TokenDto[]>('/tokens', { signal }),
  });
}
