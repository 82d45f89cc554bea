import { useMutation } from '@tanstack/react-query';
import type { LinkStartDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';

/** Prepares the linking, with the invitation of the bot where there is one; the browser must then go to the address in the answer. */
export function useStartLinking() {
  const api = useApi();
  return useMutation({
    mutationFn: (invitation: string | undefined) =>
      api.post<LinkStartDto>('/link/start', invitation === undefined ? {} : { invitation }),
  });
}
