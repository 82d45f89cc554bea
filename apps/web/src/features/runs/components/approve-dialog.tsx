import type { RunDto, SettingsDto } from '@pulsetech/contracts';
import { ConfirmDialog } from '../../../components/confirm-dialog.js';
import { counted } from '../../../lib/counted.js';
import type { useRunAction } from '../api/use-run-action.js';
import { approveLabel, lossSentence } from '../stop-words.js';

interface ApproveDialogProps {
  readonly opened: boolean;
  readonly run: RunDto;
  readonly lossPolicy: SettingsDto['lossPolicy'] | undefined;
  readonly approve: ReturnType<typeof useRunAction>;
  readonly onClose: () => void;
}

/** Asks once more before people lose something, and says what happens then. */
export function ApproveDialog({ opened, run, lossPolicy, approve, onClose }: ApproveDialogProps) {
  const close = (): void => {
    onClose();
    approve.reset();
  };
  return (
    <ConfirmDialog
      opened={opened}
      title={`Approve ${counted(run.removals, 'removal')}?`}
      confirmLabel={approveLabel(run)}
      cancelLabel="Decide later"
      pending={approve.isPending}
      error={approve.error}
      onCancel={close}
      onConfirm={() => {
        approve.mutate(undefined, { onSuccess: close });
      }}
    >
      <p>
        Each person is looked up in Discord once more. Taken is only what is in the list and still true then; whoever
        has the role again, or gets the same by another mapping, keeps everything.
      </p>
      <p>{lossSentence(lossPolicy)}</p>
    </ConfirmDialog>
  );
}
