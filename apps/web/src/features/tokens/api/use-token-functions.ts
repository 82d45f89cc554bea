import { useQuery } from '@tanstack/react-query';
import type { TokenFunctionDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';

/** The functions that a token can be limited to; asked for when somebody wants to choose among them. */
export function useTokenFunctions(wanted: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: ['token-functions'],
    queryFn: ({ signal }) => api.get<readonly TokenFunctionDto[]>('/tokens/functions', { signal }),
    enabled: wanted,
    staleTime: Infinity,
  });
}
