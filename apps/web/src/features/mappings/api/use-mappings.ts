import { useQuery } from '@tanstack/react-query';
import type { MappingDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { mappingsKey } from '../../../lib/query-keys.js';

export function useMappings() {
  const api = useApi();
  return useQuery({
    queryKey: [...mappingsKey, 'list'],
    queryFn: ({ signal }) => api.get<readonly MappingDto[]>('/mappings', { signal }),
  });
}
