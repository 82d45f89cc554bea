import type { LinkPageDto } from '@pulsetech/contracts';
import { ConfirmDialog } from '../../../components/confirm-dialog.js';
import type { useUnlink } from '../api/use-unlink.js';
import { unlinkLabel } from '../unlink-words.js';

interface UnlinkDialogProps {
  readonly opened: boolean;
  readonly username: string;
  readonly effect: LinkPageDto['unlinkEffect'];
  readonly unlink: ReturnType<typeof useUnlink>;
  readonly onClose: () => void;
}

/** Says by name what goes when the account is unlinked. */
export function UnlinkDialog({ opened, username, effect, unlink, onClose }: UnlinkDialogProps) {
  const nothingGoes = [effect.courses, effect.suspended, effect.cohorts].every((names) => names.length === 0);
  return (
    <ConfirmDialog
      opened={opened}
      title={`Unlink ${username}?`}
      confirmLabel={unlinkLabel(effect)}
      cancelLabel="Keep it linked"
      pending={unlink.isPending}
      error={unlink.error}
      onCancel={onClose}
      onConfirm={() => {
        unlink.mutate(undefined, { onSuccess: onClose });
      }}
    >
      <p>Your roles in Discord then give nothing here any more, and you cannot sign in with Discord.</p>
      <Goes title="You leave these courses:" names={effect.courses} />
      <Goes title="You cannot enter these courses any more; what you did there is kept:" names={effect.suspended} />
      <Goes title="You leave these cohorts:" names={effect.cohorts} />
      <p>
        {nothingGoes
          ? 'You keep all your courses: none of them came from Discord.'
          : 'What the site team gave you by hand stays. If you link again, your roles give you these back.'}
      </p>
    </ConfirmDialog>
  );
}

function Goes({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <div>
      <p>{title}</p>
      <ul>
        {names.map((name) => (
          <li key={name}>
            <strong>{name}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}
