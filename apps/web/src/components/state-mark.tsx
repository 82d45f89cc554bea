import { Shape, type Tone } from './shape.js';
import classes from './state-mark.module.css';

/** A state as shape, word and colour together. */
export function StateMark({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  return (
    <span className={classes['mark']} data-tone={tone}>
      <Shape tone={tone} />
      {children}
    </span>
  );
}
