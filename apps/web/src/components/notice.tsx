import { useEffect, useRef, type ReactNode } from 'react';
import { Shape, type Tone } from './shape.js';
import classes from './notice.module.css';

interface NoticeProps {
  readonly tone: Tone;
  readonly title: string;
  readonly children?: ReactNode;
  /** `alert` is read out at once, `status` when the reader pauses; without one it is read in its place. */
  readonly role?: 'alert' | 'status';
  /** Moves the focus here when it appears, for an answer to what the person has just done. */
  readonly takesFocus?: boolean;
}

/** What happened, what it means, what to do: in place, until it no longer holds. */
export function Notice({ tone, title, children, role, takesFocus = false }: NoticeProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takesFocus) box.current?.focus();
  }, [takesFocus, title]);
  return (
    <div ref={box} className={classes['notice']} data-tone={tone} role={role} tabIndex={takesFocus ? -1 : undefined}>
      <span className={classes['shape']}>
        <Shape tone={tone} />
      </span>
      <div className={classes['body']}>
        <p className={classes['title']}>{title}</p>
        {children}
      </div>
    </div>
  );
}
