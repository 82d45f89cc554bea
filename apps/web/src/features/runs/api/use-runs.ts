import { useInfiniteQuery } from '@tanstack/react-query';
import type { RunDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { queryText } from '../../../lib/query-text.js';
import { runListKey } from './run-keys.js';

const PAGE = 20;
const WHILE_RUNNING_MS = 2_000;

/** The runs, the newest first, page by page; read again every two seconds while one is going on. */
export function useRuns() {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: runListKey,
    queryFn: ({ signal, pageParam }) =>
      api.get<readonly RunDto[]>(`/sync/runs${queryText({ limit: String(PAGE), before: pageParam })}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.length < PAGE ? null : String(page.at(-1)?.id ?? '')),
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.some((run) => run.state === 'running')) ? WHILE_RUNNING_MS : false,
  });
}
