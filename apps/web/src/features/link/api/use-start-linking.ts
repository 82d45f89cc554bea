import { useMutation } from '@tanstack/react-query';
import type { LinkStartDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';

/** Prepares the linking; the browser must then go to the address in the answer. */
export function useStartLinking() {
  const api = useApi();
  return useMutation({ mutationFn: () => api.post<LinkStartDto>('/link/start') });
}
