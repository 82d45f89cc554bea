import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ErrorNotice } from '../../../components/error-notice.js';
import { Notice } from '../../../components/notice.js';
import { Panel } from '../../../components/panel.js';
import { changesKey } from '../../../lib/query-keys.js';
import { useSyncPerson } from '../api/use-sync-person.js';
import { whyKey } from '../api/use-why.js';

/** When to look what came of it; it usually takes a second or two. */
const LOOK_AFTER_MS = [1_500, 4_000, 10_000] as const;

/** Has this person synchronised now; the page then shows by itself what came of it. */
export function SyncPersonPanel({ userId }: { readonly userId: number }) {
  const sync = useSyncPerson(userId);
  const queryClient = useQueryClient();
  useEffect(() => {
    if (!sync.isSuccess) return undefined;
    const timers = LOOK_AFTER_MS.map((ms) =>
      setTimeout(() => {
        void queryClient.invalidateQueries({ queryKey: whyKey });
        void queryClient.invalidateQueries({ queryKey: changesKey });
      }, ms),
    );
    return () => {
      timers.forEach(clearTimeout);
    };
  }, [queryClient, sync.isSuccess, sync.submittedAt]);
  return (
    <Panel
      title="Synchronise this person"
      lead="Reads their roles in Discord now, and gives and takes what follows from them."
      actions={
        <Button
          loading={sync.isPending}
          onClick={() => {
            sync.mutate();
          }}
        >
          Synchronise now
        </Button>
      }
    >
      {sync.error === null ? null : (
        <ErrorNotice error={sync.error} title="The synchronisation was not started" takesFocus />
      )}
      {sync.data === undefined ? null : <Outcome queued={sync.data.queued > 0} />}
    </Panel>
  );
}

function Outcome({ queued }: { readonly queued: boolean }) {
  return queued ? (
    <Notice tone="ok" title="This person is synchronised now" role="status">
      <p>What comes of it stands below within seconds. Where nothing changes, everything was as it should be.</p>
    </Notice>
  ) : (
    <Notice tone="warn" title="No Discord account is linked to this person" role="status">
      <p>So there are no roles to read. They can link one on their page “Discord account”.</p>
    </Notice>
  );
}
