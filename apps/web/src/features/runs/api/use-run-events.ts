import type { RunDto } from '@pulsetech/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { runKey } from './run-keys.js';
import { runOfEvent } from './run-of-event.js';

/** Follows a run by server-sent events while `active`; `onLive` hears whether they come, so that the page can ask instead. */
export function useRunEvents(id: number, active: boolean, onLive: (isLive: boolean) => void): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (!active) return undefined;
    const source = new EventSource(`/api/v1/sync/runs/${String(id)}/events`);
    const end = (): void => {
      source.close();
      onLive(false);
    };
    source.onmessage = ({ data }: MessageEvent<unknown>) => {
      const run = runOfEvent(data, id);
      if (run === null) return;
      onLive(true);
      queryClient.setQueryData<RunDto>(runKey(id), run);
      if (run.state !== 'running') end();
    };
    // The browser connects again by itself; until it has, and when it gives up, the page asks.
    source.onerror = () => {
      onLive(false);
    };
    return end;
  }, [active, id, onLive, queryClient]);
}
