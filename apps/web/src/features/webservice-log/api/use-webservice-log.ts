import { useInfiniteQuery } from '@tanstack/react-query';
import type { WebserviceLogPageDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { queryOf, type LogFilter } from '../log-filter.js';

/** The entries that the filter leaves, the newest first, page by page; read anew only when the reader asks for it. */
export function useWebserviceLog(filter: LogFilter) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['webservice-log', queryOf(filter, null)],
    queryFn: ({ signal, pageParam }) =>
      api.get<WebserviceLogPageDto>(`/webservice/log${queryOf(filter, pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchOnWindowFocus: false,
  });
}
