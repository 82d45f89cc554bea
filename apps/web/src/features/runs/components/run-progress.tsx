import { VisuallyHidden } from '@mantine/core';
import type { RunDto } from '@pulsetech/contracts';
import { useId } from 'react';
import { progressOf } from '../run-progress.js';
import { Elapsed } from './elapsed.js';
import classes from './run-progress.module.css';

/** Where a running run stands: in words, in numbers, and as a bar that fills. Only the words are read out when they change. */
export function RunProgress({ run }: { readonly run: RunDto }) {
  const id = useId();
  const { what, done, total, numbers } = progressOf(run);
  return (
    <div className={classes['progress']}>
      <p className={classes['line']}>
        <span id={id}>{numbers === '' ? `${what}…` : `${what}: ${numbers}`}</span>
        <span className={classes['numbers']}>
          <Elapsed since={run.startedAt} />
        </span>
      </p>
      <progress className={classes['bar']} aria-labelledby={id} value={total === null ? 0 : done} max={total ?? 1} />
      <VisuallyHidden role="status">{what}</VisuallyHidden>
    </div>
  );
}
