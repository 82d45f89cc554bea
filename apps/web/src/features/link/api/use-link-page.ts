import { useQuery } from '@tanstack/react-query';
import type { LinkPageDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';

export const linkKey = ['link'] as const;

export function useLinkPage() {
  const api = useApi();
  return useQuery({ queryKey: linkKey, queryFn: ({ signal }) => api.get<LinkPageDto>('/link', { signal }) });
}
