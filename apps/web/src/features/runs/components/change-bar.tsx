import { VisuallyHidden } from '@mantine/core';
import { Shape } from '../../../components/shape.js';
import { formatNumber } from '../../../lib/counted.js';
import { barParts } from '../bar-parts.js';
import classes from './change-bar.module.css';

interface ChangeBarProps {
  readonly given: number;
  readonly taken: number;
  /** The largest sum of both among the bars that stand together. */
  readonly most: number;
}

/** What a run gave and took: as numbers, and as one bar in proportion to the others. */
export function ChangeBar({ given, taken, most }: ChangeBarProps) {
  const { givenWidth, takenWidth } = barParts(given, taken, most);
  return (
    <div>
      <p className={classes['figures']}>
        <span>
          <Shape tone="given" />
          {formatNumber(given)}
          <VisuallyHidden> given,</VisuallyHidden>
        </span>
        <span>
          <Shape tone="taken" />
          {formatNumber(taken)}
          <VisuallyHidden> taken</VisuallyHidden>
        </span>
      </p>
      <svg
        className={classes['bar']}
        viewBox="0 0 100 6"
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        <rect className={classes['track']} width="100" height="6" rx="1" />
        <rect className={classes['given']} width={givenWidth} height="6" />
        <rect className={classes['taken']} x={givenWidth} width={takenWidth} height="6" />
      </svg>
    </div>
  );
}
