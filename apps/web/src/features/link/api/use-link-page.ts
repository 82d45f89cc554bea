import { useQuery } from '@tanstack/react-query';
import type { LinkPageDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { linkKey } from '../../../lib/query-keys.js';

export function useLinkPage() {
  const api = useApi();
  return useQuery({ queryKey: linkKey, queryFn: ({ signal }) => api.get<LinkPageDto>('/link', { signal }) });
}
