import { Button, TextInput } from '@mantine/core';
import type { CreatedTokenDto } from '@pulsetech/contracts';
import { useRef, useState } from 'react';
import { Notice } from '../../../components/notice.js';
import { curlExample } from '../token-words.js';
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
  const { token, details, warning } = created;

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(token);
      setCopying('done');
    } catch {
      // Plain http addresses have no clipboard, and people may refuse it.
      field.current?.select();
      setCopying('by hand');
    }
  };

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
        <Button variant="default" onClick={() => void copy()}>
          Copy
        </Button>
      </div>
      <p aria-live="polite">{copyWords[copying]}</p>
      <p>Whether it works, a terminal tells:</p>
      <pre className={classes['example']} tabIndex={0} aria-label="Example of a call">
        {curlExample(window.location.origin, token, details.functions)}
      </pre>
    </Notice>
  );
}
