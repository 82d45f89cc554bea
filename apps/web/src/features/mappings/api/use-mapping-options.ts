import { useQuery } from '@tanstack/react-query';
import type { MappingOptionsDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { mappingsKey } from '../../../lib/query-keys.js';

export const mappingOptionsKey = [...mappingsKey, 'options'] as const;

export function useMappingOptions() {
  const api = useApi();
  return useQuery({
    queryKey: mappingOptionsKey,
    queryFn: ({ signal }) => api.get<MappingOptionsDto>('/mappings/options', { signal }),
    staleTime: 60_000,
  });
}
