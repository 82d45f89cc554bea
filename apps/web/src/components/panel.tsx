import { useId, type ReactNode } from 'react';
import { Shape } from './shape.js';
import classes from './panel.module.css';

interface PanelProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** Buttons that concern the whole panel. */
  readonly actions?: ReactNode;
  /** `held` marks what somebody has to decide about. */
  readonly tone?: 'held';
  readonly children: ReactNode;
}

/** A named part of a page. */
export function Panel({ title, lead, actions, tone, children }: PanelProps) {
  const id = useId();
  return (
    <section className={classes['panel']} data-tone={tone} aria-labelledby={id}>
      <div className={classes['head']}>
        <div>
          <h2 id={id} className={classes['title']}>
            {tone === undefined ? null : <Shape tone={tone} />}
            {title}
          </h2>
          {lead === undefined ? null : <p className={classes['lead']}>{lead}</p>}
        </div>
        {actions === undefined ? null : <div className={classes['actions']}>{actions}</div>}
      </div>
      {children}
    </section>
  );
}
