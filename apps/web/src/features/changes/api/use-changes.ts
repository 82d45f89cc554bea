import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { ChangeDto, PageOf } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { changesKey } from '../../../lib/query-keys.js';
import { changesQuery, type ChangeFilter } from '../change-filter.js';

/** The recorded changes that the filter leaves, the newest first, page by page. */
export function useChanges(filter: ChangeFilter, refetchMs: number | false = false) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: [...changesKey, changesQuery(filter, null)],
    queryFn: ({ signal, pageParam }) =>
      api.get<PageOf<ChangeDto>>(`/sync/changes${changesQuery(filter, pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    // Another filter shows the old list until the new one has come, so that nothing jumps.
    placeholderData: keepPreviousData,
    refetchInterval: refetchMs,
    refetchOnWindowFocus: false,
  });
}
