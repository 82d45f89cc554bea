import type { TokenDto } from '@pulsetech/contracts';
import { ConfirmDialog } from '../../../components/confirm-dialog.js';
import { Moment } from '../../../components/moment.js';
import { useRevokeToken } from '../api/use-revoke-token.js';
import { lossOf } from '../token-words.js';

interface RevokeDialogProps {
  /** Null while nothing is to be revoked. */
  readonly token: TokenDto | null;
  readonly onClose: () => void;
}

/** Asks before a token ends, with what stops working. */
export function RevokeDialog({ token, onClose }: RevokeDialogProps) {
  const revocation = useRevokeToken();
  const close = (): void => {
    revocation.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={token !== null}
      title={`Revoke “${token?.name ?? ''}”?`}
      confirmLabel="Revoke token"
      pending={revocation.isPending}
      error={revocation.error}
      onCancel={close}
      onConfirm={() => {
        if (token) revocation.mutate(token.id, { onSuccess: close });
      }}
    >
      {token === null ? null : (
        <>
          <p>{lossOf(token)}</p>
          <p>
            {token.lastUsedAt === null ? (
              'It has not been used yet.'
            ) : (
              <>
                It was last used <Moment atMs={token.lastUsedAt * 1000} />
                {token.lastUsedFrom === null ? '' : ` from ${token.lastUsedFrom}`}.
              </>
            )}
          </p>
        </>
      )}
    </ConfirmDialog>
  );
}
