import { Button } from '@mantine/core';
import { useRef } from 'react';
import { useCopying } from './use-copying.js';
import classes from './code-block.module.css';

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
  const isLong = code.split('\n').length > MOST_LINES;
  const { copy, said } = useCopying(code, () => {
    if (text.current) window.getSelection()?.selectAllChildren(text.current);
  });

  return (
    <div className={classes['block']}>
      <Button
        className={classes['copy']}
        size="compact-xs"
        variant="default"
        aria-label={`Copy: ${label}`}
        onClick={copy}
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
        {said}
      </p>
    </div>
  );
}
