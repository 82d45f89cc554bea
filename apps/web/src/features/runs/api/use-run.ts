import { useDocumentVisibility } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { RunDto, RunState } from '@pulsetech/contracts';
import { useEffect, useRef, useState } from 'react';
import { useApi } from '../../../lib/api-context.js';
import { changesKey } from '../../../lib/query-keys.js';
import { readAnew } from '../../../lib/read-anew.js';
import { heldRunsKey, runKey, runsKey } from './run-keys.js';
import { useRunEvents } from './use-run-events.js';

const WHILE_RUNNING_MS = 2_000;
/** A held run may be decided about by somebody else. */
const WHILE_HELD_MS = 15_000;

/** One run. While it goes on its events bring it up to date; where they do not come, it is read again and again. */
export function useRun(id: number) {
  const api = useApi();
  const queryClient = useQueryClient();
  const [isLive, setIsLive] = useState(false);
  const query = useQuery({
    queryKey: runKey(id),
    queryFn: ({ signal }) => api.get<RunDto>(`/sync/runs/${String(id)}`, { signal }),
    refetchInterval: ({ state }) => {
      if (state.data?.state === 'held') return WHILE_HELD_MS;
      return state.data?.state === 'running' && !isLive ? WHILE_RUNNING_MS : false;
    },
  });
  // A page that nobody sees needs no connection, of which a browser has few; coming back, it hears at once how things stand.
  const isSeen = useDocumentVisibility() === 'visible';
  const state = query.data?.state;
  const told = useRef<RunState | undefined>(undefined);
  useEffect(() => {
    const before = told.current;
    told.current = state;
    if (state === undefined || state === before) return;
    // It may have ended before anybody followed it.
    if (before === undefined) {
      if (state !== 'running') void queryClient.invalidateQueries({ queryKey: heldRunsKey });
      return;
    }
    // However the page came to hear of it, by an event or by asking: what it shows of the run is old now.
    void readAnew(queryClient, runsKey);
    void readAnew(queryClient, changesKey);
  }, [state, queryClient]);
  useRunEvents(id, isSeen && state === 'running', setIsLive);
  return query;
}
