import { Button } from '@mantine/core';
import type { RunDto } from '@pulsetech/contracts';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.js';
import { useRunAction } from '../api/use-run-action.js';
import { runName } from '../run-words.js';

/** Ends a run before its time, after a question. */
export function StopButton({ run }: { readonly run: RunDto }) {
  const [asking, setAsking] = useState(false);
  const stop = useRunAction(run.id, 'stop');
  const close = (): void => {
    setAsking(false);
    stop.reset();
  };
  const name = runName(run);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        aria-label={`Stop ${name}`}
        onClick={() => {
          setAsking(true);
        }}
      >
        Stop
      </Button>
      <ConfirmDialog
        opened={asking}
        title={`Stop ${name}?`}
        confirmLabel={`Stop ${name}`}
        cancelLabel="Let it go on"
        pending={stop.isPending}
        error={stop.error}
        onCancel={close}
        onConfirm={() => {
          stop.mutate(undefined, { onSuccess: close });
        }}
      >
        <p>
          {run.dry
            ? 'Nothing is changed by a dry run. What it has found until now stays to be read.'
            : 'What it has done until now stays, and nothing else is taken. The next run does what is still to do.'}
        </p>
      </ConfirmDialog>
    </>
  );
}
