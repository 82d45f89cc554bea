import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import classes from './code-block.module.css';

type Copying = 'not yet' | 'done' | 'by hand';

const copyWords: Readonly<Record<Copying, string>> = {
  'not yet': '',
  done: 'Copied.',
  'by hand': 'Your browser does not allow copying here. The text is selected: press Ctrl+C, or ⌘C on a Mac.',
};

/** Longer ones are scrolled. */
const MOST_LINES = 24;

interface CodeBlockProps {
  /** What it is, e.g. `Request in curl`. */
  readonly label: string;
  readonly code: string;
}

/** Code to read and to copy. Where it is long it can be scrolled, with the keyboard too. */
export function CodeBlock({ label, code }: CodeBlockProps) {
  const text = useRef<HTMLPreElement>(null);
  const [copied, setCopied] = useState<{ readonly code: string; readonly copying: Copying } | null>(null);
  const isLong = code.split('\n').length > MOST_LINES;
  const copying = copied?.code === code ? copied.copying : 'not yet';

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(code);
      setCopied({ code, copying: 'done' });
    } catch {
      // Plain http addresses have no clipboard, and people may refuse it.
      if (text.current) window.getSelection()?.selectAllChildren(text.current);
      setCopied({ code, copying: 'by hand' });
    }
  };

  return (
    <div className={classes['block']}>
      <Button
        className={classes['copy']}
        size="compact-xs"
        variant="default"
        aria-label={`Copy: ${label}`}
        onClick={() => void copy()}
      >
        Copy
      </Button>
      <pre
        ref={text}
        className={classes['code']}
        role="group"
        aria-label={label}
        tabIndex={isLong ? 0 : undefined}
        data-long={isLong}
      >
        <code>{code}</code>
      </pre>
      <p className={classes['said']} aria-live="polite">
        {copyWords[copying]}
      </p>
    </div>
  );
}
