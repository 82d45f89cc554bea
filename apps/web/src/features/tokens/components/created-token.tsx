import { Button, TextInput } from '@mantine/core';
import type { CreatedTokenDto } from '@pulsetech/contracts';
import { useRef, useState } from 'react';
import { Notice } from '../../../components/notice.js';
import classes from './created-token.module.css';

type Copying = 'not yet' | 'done' | 'by hand';

const copyWords: Readonly<Record<Copying, string>> = {
  'not yet': '',
  done: 'Copied.',
  'by hand': 'Your browser does not allow copying here. The token is selected: press Ctrl+C, or ⌘C on a Mac.',
};

/** The only time that a token itself is on a page. */
export function CreatedToken({ created }: { readonly created: CreatedTokenDto }) {
  const field = useRef<HTMLInputElement>(null);
  const [copying, setCopying] = useState<Copying>('not yet');

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(created.token);
      setCopying('done');
    } catch {
      // Plain http addresses have no clipboard, and people may refuse it.
      field.current?.select();
      setCopying('by hand');
    }
  };

  return (
    <Notice tone="ok" title={`The token “${created.details.name}” is ready`} role="status" takesFocus>
      <p>Copy it now: it is shown this once only. If you lose it, generate another and revoke this one.</p>
      <div className={classes['row']}>
        <TextInput ref={field} className={classes['token']} aria-label="New token" value={created.token} readOnly />
        <Button variant="default" onClick={() => void copy()}>
          Copy
        </Button>
      </div>
      <p aria-live="polite">{copyWords[copying]}</p>
      <p>
        {created.handover.done
          ? 'The billing server has it too, so that changes of roles in Discord arrive here at once.'
          : `The billing server does not have it yet. ${created.handover.detail ?? 'Until then, changes of roles arrive with the next sync.'}`}
      </p>
    </Notice>
  );
}
