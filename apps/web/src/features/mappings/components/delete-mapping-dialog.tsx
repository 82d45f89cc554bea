import type { MappingDto } from '@pulsetech/contracts';
import { ConfirmDialog } from '../../../components/confirm-dialog.js';
import { servedSentence } from '../mapping-words.js';
import { useDeleteMapping } from '../api/use-delete-mapping.js';

interface DeleteMappingDialogProps {
  /** Null while nothing is to be deleted. */
  readonly mapping: MappingDto | null;
  readonly onClose: () => void;
}

export function DeleteMappingDialog({ mapping, onClose }: DeleteMappingDialogProps) {
  const deletion = useDeleteMapping();
  const close = (): void => {
    deletion.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={mapping !== null}
      title="Delete this mapping?"
      confirmLabel="Delete mapping"
      pending={deletion.isPending}
      error={deletion.error}
      onCancel={close}
      onConfirm={() => {
        if (mapping) deletion.mutate(mapping.id, { onSuccess: close });
      }}
    >
      {mapping === null ? null : (
        <p>
          <strong>{mapping.discordRoleName}</strong> gives <strong>{mapping.courseName ?? 'a deleted course'}</strong>
          {mapping.roleName === null ? null : ` as ${mapping.roleName}`}
          {mapping.cohortName === null ? null : ` and the cohort ${mapping.cohortName}`}.
        </p>
      )}
      <p>
        {mapping === null ? null : servedSentence(mapping)} This does not unenrol existing users at once. They are
        unenrolled on the next sync, unless another mapping gives them the same.
      </p>
    </ConfirmDialog>
  );
}
