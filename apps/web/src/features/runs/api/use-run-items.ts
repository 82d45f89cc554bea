import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { PageOf, RunDto, RunItemDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { itemsQuery, type ItemFilter } from '../item-filter.js';
import { runPartKey } from './run-keys.js';

const WHILE_RUNNING_MS = 5_000;

/** The people of a run with what they would lose or get, page by page. */
export function useRunItems({ id, state }: Pick<RunDto, 'id' | 'state'>, filter: ItemFilter) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: [...runPartKey(id, 'items'), itemsQuery(filter, null)],
    queryFn: ({ signal, pageParam }) =>
      api.get<PageOf<RunItemDto>>(`/sync/runs/${String(id)}/items${itemsQuery(filter, pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    refetchInterval: state === 'running' ? WHILE_RUNNING_MS : false,
    refetchOnWindowFocus: false,
  });
}
