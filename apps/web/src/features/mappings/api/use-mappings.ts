import { useQuery } from '@tanstack/react-query';
import type { MappingDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';

export const mappingsKey = ['mappings'] as const;

export function useMappings() {
  const api = useApi();
  return useQuery({
    queryKey: [...mappingsKey, 'list'],
    queryFn: ({ signal }) => api.get<readonly MappingDto[]>('/mappings', { signal }),
  });
}
