import { useQuery } from '@tanstack/react-query';
import type { DashboardDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { dashboardKey } from '../../../lib/query-keys.js';

export function useDashboard() {
  const api = useApi();
  return useQuery({ queryKey: dashboardKey, queryFn: ({ signal }) => api.get<DashboardDto>('/dashboard', { signal }) });
}
