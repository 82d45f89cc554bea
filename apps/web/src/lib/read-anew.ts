import type { QueryClient, QueryKey } from '@tanstack/react-query';

/**
 * Has everything under this key read again, also what is being read for the first time: left to itself, an answer that was
 * on its way before something changed would be taken for one after it.
 */
export async function readAnew(queryClient: QueryClient, queryKey: QueryKey): Promise<void> {
  await queryClient.cancelQueries({ queryKey });
  await queryClient.invalidateQueries({ queryKey });
}
