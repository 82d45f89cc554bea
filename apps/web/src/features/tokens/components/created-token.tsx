import { Button, TextInput } from '@mantine/core';
import type { CreatedTokenDto } from '@pulsetech/contracts';
import { useRef, type ReactNode } from 'react';
import { Notice } from '../../../components/notice.js';
import { useCopying } from '../../../components/use-copying.js';
import classes from './created-token.module.css';

/** Shows how to try out a token that may call these functions (null: all). */
export type FirstCallView = (token: string, functions: readonly string[] | null) => ReactNode;

interface CreatedTokenProps {
  readonly created: CreatedTokenDto;
  readonly firstCall: FirstCallView;
}

/** The only time that a token itself is on a page. */
export function CreatedToken({ created, firstCall }: CreatedTokenProps) {
  const field = useRef<HTMLInputElement>(null);
  const { token, details, warning } = created;
  const { copy, said } = useCopying(token, () => field.current?.select());

  return (
    <Notice
      tone={warning === null ? 'ok' : 'warn'}
      title={`The token “${details.name}” is ready`}
      role="status"
      takesFocus
    >
      {warning === null ? null : <p>{warning}</p>}
      <p>Copy it now: it is shown this once only. If you lose it, create another and revoke this one.</p>
      <div className={classes['row']}>
        <TextInput ref={field} className={classes['token']} aria-label="New token" value={token} readOnly />
        <Button variant="default" onClick={copy}>
          Copy
        </Button>
      </div>
      <p aria-live="polite">{said}</p>
      {firstCall(token, details.functions)}
    </Notice>
  );
}
