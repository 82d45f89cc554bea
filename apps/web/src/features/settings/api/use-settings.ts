import { useQuery } from '@tanstack/react-query';
import type { SettingsDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';

export const settingsKey = ['settings'] as const;

export function useSettings() {
  const api = useApi();
  return useQuery({ queryKey: settingsKey, queryFn: ({ signal }) => api.get<SettingsDto>('/settings', { signal }) });
}
