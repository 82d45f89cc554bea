import { Button } from '@mantine/core';
import type { RunDto } from '@pulsetech/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.js';
import { counted } from '../../../lib/counted.js';
import { PATHS } from '../../../lib/paths.js';
import { useRunAction } from '../api/use-run-action.js';
import { runName } from '../run-words.js';

/** Takes back what a finished run did, after a warning; leads to the run that does it. */
export function UndoButton({ run }: { readonly run: RunDto }) {
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const undo = useRunAction(run.id, 'undo', ({ id }) => {
    setAsking(false);
    void navigate({ to: PATHS.run, search: { id: String(id) } });
  });
  const close = (): void => {
    setAsking(false);
    undo.reset();
  };
  const name = runName(run);
  return (
    <>
      <Button
        variant="default"
        size="xs"
        onClick={() => {
          setAsking(true);
        }}
      >
        Undo…
      </Button>
      <ConfirmDialog
        opened={asking}
        title={`Undo ${name}?`}
        confirmLabel={`Undo ${name}`}
        cancelLabel="Leave it as it is"
        pending={undo.isPending}
        error={undo.error}
        onCancel={close}
        onConfirm={() => {
          undo.mutate();
        }}
      >
        <p>
          It gave {counted(run.enrolled, 'enrolment')} and took {counted(run.unenrolled, 'enrolment')}. What it gave is
          taken back, and what it took is given back. What somebody has changed since stays as it is.
        </p>
        <p>
          <strong>The rules stay as they are.</strong> The next synchronisation does the same again, unless the role
          mappings or the roles in Discord change before. To prevent that, mend the mapping first, or set the sync
          interval to “Manual Only”.
        </p>
      </ConfirmDialog>
    </>
  );
}
