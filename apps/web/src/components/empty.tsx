import type { ReactNode } from 'react';
import classes from './empty.module.css';

/** Nothing is there, and that is well: why, and what would change it. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className={classes['empty']}>
      <p className={classes['title']}>{title}</p>
      {children}
    </div>
  );
}
