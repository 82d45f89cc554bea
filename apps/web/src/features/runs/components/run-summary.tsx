import type { RunDto, RunState } from '@pulsetech/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Moment } from '../../../components/moment.js';
import { Panel } from '../../../components/panel.js';
import { StateMark } from '../../../components/state-mark.js';
import { PATHS } from '../../../lib/paths.js';
import { duration } from '../../../lib/time.js';
import { useRunFigures } from '../api/use-run-figures.js';
import { begunBy, RUN_STATES, tookSeconds } from '../run-words.js';
import { totalsOf } from '../run-totals.js';
import { Outcome } from './outcome.js';
import { RunProgress } from './run-progress.js';
import { StopButton } from './stop-button.js';
import { UndoButton } from './undo-button.js';
import classes from './run-summary.module.css';

const TITLES: Partial<Record<RunState, string>> = { running: 'Going on now', held: 'So far' };

/** How a run stands or ended, and the figures of the whole of it. */
export function RunSummary({ run }: { readonly run: RunDto }) {
  const { tone, word } = RUN_STATES[run.state];
  const figures = useRunFigures(run);
  const took = tookSeconds(run);
  return (
    <Panel
      title={TITLES[run.state] ?? 'How it went'}
      lead={
        <>
          Began <Moment atMs={run.startedAt * 1000} /> {begunBy(run)}
          {took === null ? null : `, took ${duration(took)}`}
        </>
      }
      actions={<Actions run={run} />}
    >
      <p className={classes['state']}>
        <span role="status">
          <StateMark tone={tone}>{word}</StateMark>
        </span>
        <Decision run={run} />
      </p>
      {run.state === 'running' ? <RunProgress run={run} /> : null}
      <Outcome run={run} />
      {run.undoes === null ? null : (
        <p>
          <Link to={PATHS.run} search={{ id: String(run.undoes) }}>
            {`Run ${String(run.undoes)}`}
          </Link>{' '}
          is the run whose changes this one takes back.
        </p>
      )}
      <dl className={classes['totals']}>
        {totalsOf(run, figures.data).map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Actions({ run }: { readonly run: RunDto }): ReactNode {
  if (run.state === 'running') return <StopButton run={run} />;
  return run.undoable ? <UndoButton run={run} /> : null;
}

function Decision({ run }: { readonly run: RunDto }) {
  if (run.decidedAt === null) return null;
  const verb = run.state === 'rejected' ? 'rejected' : 'approved';
  return (
    <span className={classes['more']}>
      {verb} {run.decidedBy === null ? 'on the command line' : `by ${run.decidedBy}`}{' '}
      <Moment atMs={run.decidedAt * 1000} />
    </span>
  );
}
