import { useId, type ReactNode } from 'react';
import classes from './panel.module.css';

interface PanelProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** Buttons that concern the whole panel. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A named part of a page. */
export function Panel({ title, lead, actions, children }: PanelProps) {
  const id = useId();
  return (
    <section className={classes['panel']} aria-labelledby={id}>
      <div className={classes['head']}>
        <div>
          <h2 id={id}>{title}</h2>
          {lead === undefined ? null : <p className={classes['lead']}>{lead}</p>}
        </div>
        {actions === undefined ? null : <div className={classes['actions']}>{actions}</div>}
      </div>
      {children}
    </section>
  );
}
