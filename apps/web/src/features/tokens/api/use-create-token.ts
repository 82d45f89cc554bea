import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CreatedTokenDto, CreateTokenDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { tokensKey } from './use-tokens.js';

export function useCreateToken() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (token: CreateTokenDto) => api.post<CreatedTokenDto>('/tokens', token),
    // The answer holds a secret: it goes as soon as the page that shows it goes.
    gcTime: 0,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: tokensKey }),
  });
}
