import { Button } from '@mantine/core';
import type { TokenDto } from '@pulsetech/contracts';
import { useState } from 'react';
import { Moment } from '../../../components/moment.js';
import table from '../../../components/scroll-table.module.css';
import { StateMark } from '../../../components/state-mark.js';
import { shortFunctionName } from '../../../lib/function-name.js';
import { calendarDay, exactTime } from '../../../lib/time.js';
import { kindOf, stateOf } from '../token-words.js';
import { RevokeDialog } from './revoke-dialog.js';
import classes from './tokens-panel.module.css';

interface TokenTableProps {
  readonly label: string;
  readonly tokens: readonly TokenDto[];
}

export function TokenTable({ label, tokens }: TokenTableProps) {
  const [revoking, setRevoking] = useState<TokenDto | null>(null);
  return (
    <div className={table['scroll']} role="region" aria-label={label} tabIndex={0}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Owner</th>
            <th scope="col">State</th>
            <th scope="col">May call</th>
            <th scope="col">Created</th>
            <th scope="col">Last used</th>
            <th scope="col">Action</th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} onRevoke={setRevoking} />
          ))}
        </tbody>
      </table>
      <RevokeDialog
        token={revoking}
        onClose={() => {
          setRevoking(null);
        }}
      />
    </div>
  );
}

interface TokenRowProps {
  readonly token: TokenDto;
  readonly onRevoke: (token: TokenDto) => void;
}

function TokenRow({ token, onRevoke }: TokenRowProps) {
  const { tone, word } = stateOf(token);
  return (
    <tr>
      <th scope="row">
        {token.name}
        <span className={classes['sub']}>{kindOf(token)}</span>
      </th>
      <td>{token.owner}</td>
      <td>
        <StateMark tone={tone}>{word}</StateMark>
        <span className={classes['sub']}>
          {token.validUntil === null ? 'does not expire' : <LastDay atMs={token.validUntil * 1000} />}
        </span>
      </td>
      <td data-wrap>
        {token.functions === null ? 'all functions' : token.functions.map(shortFunctionName).join(', ')}
        <span className={classes['sub']}>from {token.addresses ?? 'anywhere'}</span>
      </td>
      <td>
        <Moment atMs={token.createdAt * 1000} />
        {token.createdBy === null ? null : <span className={classes['sub']}>by {token.createdBy}</span>}
      </td>
      <td>
        {token.lastUsedAt === null ? 'never' : <Moment atMs={token.lastUsedAt * 1000} />}
        {token.lastUsedFrom === null ? null : <span className={classes['sub']}>from {token.lastUsedFrom}</span>}
      </td>
      <td>
        <Button
          size="xs"
          variant="default"
          aria-label={`Revoke token ${token.name}`}
          onClick={() => {
            onRevoke(token);
          }}
        >
          Revoke
        </Button>
      </td>
    </tr>
  );
}

function LastDay({ atMs }: { readonly atMs: number }) {
  return (
    <time dateTime={new Date(atMs).toISOString()} title={exactTime(atMs)}>
      {`until ${calendarDay(atMs)}`}
    </time>
  );
}
