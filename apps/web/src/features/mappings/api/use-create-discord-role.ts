import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CreateDiscordRoleDto, DiscordRoleDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { mappingOptionsKey } from './use-mapping-options.js';

/** Creating a role goes through to Discord, which may make callers wait. */
const TIMEOUT_MS = 45_000;

export function useCreateDiscordRole() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (role: CreateDiscordRoleDto) =>
      api.post<DiscordRoleDto>('/discord-roles', role, { timeoutMs: TIMEOUT_MS }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: mappingOptionsKey }),
  });
}
