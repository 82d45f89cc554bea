import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { BillingTokenDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { tokensKey } from './use-tokens.js';

/** The billing server may be slow to answer, and somebody else may be generating a token at the moment. */
const TIMEOUT_MS = 60_000;

export function useCreateBillingToken() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<BillingTokenDto>('/tokens/billing', undefined, { timeoutMs: TIMEOUT_MS }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: tokensKey }),
  });
}
