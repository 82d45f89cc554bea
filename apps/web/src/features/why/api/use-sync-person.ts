import { useMutation } from '@tanstack/react-query';
import type { SyncUsersResultDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';

/** Has one person synchronised soon; what comes of it stands among their changes. */
export function useSyncPerson(userId: number) {
  const api = useApi();
  return useMutation({ mutationFn: () => api.post<SyncUsersResultDto>('/sync/users', { userIds: [userId] }) });
}
