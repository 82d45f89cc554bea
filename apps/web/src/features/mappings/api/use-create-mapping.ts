import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CreateMappingDto, MappingDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { mappingsKey } from '../../../lib/query-keys.js';

export function useCreateMapping() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (mapping: CreateMappingDto) => api.post<MappingDto>('/mappings', mapping),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [...mappingsKey, 'list'] }),
  });
}
