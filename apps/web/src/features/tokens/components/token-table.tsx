import { Button } from '@mantine/core';
import type { TokenDto } from '@pulsetech/contracts';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.js';
import { Moment } from '../../../components/moment.js';
import table from '../../../components/scroll-table.module.css';
import { useRevokeToken } from '../api/use-revoke-token.js';

export function TokenTable({ tokens }: { readonly tokens: readonly TokenDto[] }) {
  const [revoking, setRevoking] = useState<TokenDto | null>(null);
  const revocation = useRevokeToken();
  const close = (): void => {
    revocation.reset();
    setRevoking(null);
  };
  return (
    <div className={table['scroll']} role="region" aria-label="Tokens" tabIndex={0}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Owner</th>
            <th scope="col">Created</th>
            <th scope="col">Last used</th>
            <th scope="col">Action</th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <tr key={token.id}>
              <th scope="row">{token.name}</th>
              <td>{token.owner}</td>
              <td>
                <Moment atMs={token.createdAt * 1000} />
              </td>
              <td>{token.lastUsedAt === null ? 'never' : <Moment atMs={token.lastUsedAt * 1000} />}</td>
              <td>
                <Button
                  size="xs"
                  variant="default"
                  aria-label={`Revoke token ${token.name}`}
                  onClick={() => {
                    setRevoking(token);
                  }}
                >
                  Revoke
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ConfirmDialog
        opened={revoking !== null}
        title={`Revoke “${revoking?.name ?? ''}”?`}
        confirmLabel="Revoke token"
        pending={revocation.isPending}
        error={revocation.error}
        onCancel={close}
        onConfirm={() => {
          if (revoking) revocation.mutate(revoking.id, { onSuccess: close });
        }}
      >
        <p>Whatever uses this token is refused from then on. It cannot be brought back; a new one can be generated.</p>
      </ConfirmDialog>
    </div>
  );
}
