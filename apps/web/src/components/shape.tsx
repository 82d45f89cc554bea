import classes from './shape.module.css';

export type Tone = 'ok' | 'waiting' | 'held' | 'stopped' | 'warn' | 'bad' | 'unknown' | 'info' | 'given' | 'taken';

const paths: Readonly<Record<Tone, string>> = {
  ok: 'M3.5 8.5l3 3 6-7',
  waiting: 'M8 1.75a6.25 6.25 0 1 1 0 12.5a6.25 6.25 0 1 1 0-12.5',
  held: 'M5.5 3v10M10.5 3v10',
  stopped: 'M3.5 3.5h9v9h-9z',
  warn: 'M8 1.8L15 14H1zM8 6.2v3.6M8 11.6v.4',
  bad: 'M5 5l6 6M11 5l-6 6M8 1.2a6.8 6.8 0 1 1 0 13.6a6.8 6.8 0 1 1 0-13.6',
  unknown: 'M5.4 5.6a2.6 2.6 0 1 1 3.9 2.3c-.8.5-1.3 1-1.3 2M8 12.4v.5',
  given: 'M8 3l6 9H2z',
  taken: 'M8 13l6-9H2z',
  info: 'M8 7.2v4M8 4.6v.4M8 1.2a6.8 6.8 0 1 1 0 13.6a6.8 6.8 0 1 1 0-13.6',
};

/**
 * The shape of a state: a tick, a dashed ring, two bars, a square, a triangle, a cross or a question mark;
 * given and taken point up and down. A word always stands beside it.
 */
export function Shape({ tone }: { readonly tone: Tone }) {
  return (
    <svg className={classes['shape']} data-tone={tone} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[tone]} />
    </svg>
  );
}
