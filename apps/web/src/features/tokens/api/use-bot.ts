import { useQuery } from '@tanstack/react-query';
import type { BotDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { tokensKey } from './use-tokens.js';

const EVERY_MS = 30_000;

/** Read anew with the tokens as well: a new one may be what was missing. */
export function useBot() {
  const api = useApi();
  return useQuery({
    queryKey: [...tokensKey, 'bot'],
    queryFn: ({ signal }) => api.get<BotDto>('/settings/bot', { signal }),
    refetchInterval: EVERY_MS,
  });
}
