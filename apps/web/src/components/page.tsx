import type { ReactNode } from 'react';
import { useSiteName } from './site-name.js';
import classes from './page.module.css';

interface PageProps {
  readonly title: string;
  readonly lead?: string;
  /** Where the page stands in the site's administration, the outermost part first. */
  readonly within?: readonly string[];
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** One page: its name in the tab and at the top, and its parts below each other. */
export function Page({ title, lead, within = [], wide = false, children }: PageProps) {
  const siteName = useSiteName();
  return (
    <div className={classes['page']} data-wide={wide}>
      <title>{`${title} · ${siteName}`}</title>
      <header>
        {within.length === 0 ? null : (
          <ol className={classes['within']} aria-label="Where this page is">
            {within.map((part) => (
              <li key={part}>{part}</li>
            ))}
          </ol>
        )}
        <h1>{title}</h1>
        {lead === undefined ? null : <p className={classes['lead']}>{lead}</p>}
      </header>
      {children}
    </div>
  );
}
