import { VisuallyHidden } from '@mantine/core';
import { Shape } from '../../../components/shape.js';
import { formatNumber } from '../../../lib/counted.js';
import { useHeldRuns } from '../api/use-held-runs.js';
import classes from './held-mark.module.css';

/** Beside the way to the runs: how many wait for a decision. Nothing while none does, or while nobody knows. */
export function HeldMark() {
  const { data: held = 0 } = useHeldRuns();
  if (held === 0) return null;
  return (
    <span className={classes['mark']} title="Waiting for you">
      <Shape tone="held" />
      <span aria-hidden="true">{formatNumber(held)}</span>
      <VisuallyHidden>{`, ${formatNumber(held)} waiting for you`}</VisuallyHidden>
    </span>
  );
}
