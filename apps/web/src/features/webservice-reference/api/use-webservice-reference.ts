import { useQuery } from '@tanstack/react-query';
import type { WebserviceReferenceDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';

/** It changes with the version of the site only. */
export function useWebserviceReference() {
  const api = useApi();
  return useQuery({
    queryKey: ['webservice-reference'] as const,
    queryFn: ({ signal }) => api.get<WebserviceReferenceDto>('/webservice/reference', { signal }),
    staleTime: Infinity,
  });
}
