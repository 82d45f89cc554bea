import type { RunDto } from '@pulsetech/contracts';
import { Link } from '@tanstack/react-router';
import { Moment } from '../../../components/moment.js';
import { StateMark } from '../../../components/state-mark.js';
import { counted } from '../../../lib/counted.js';
import { PATHS } from '../../../lib/paths.js';
import { duration } from '../../../lib/time.js';
import { begunBy, listNote, RUN_STATES, runName, tookSeconds } from '../run-words.js';
import { ChangeBar } from './change-bar.js';
import { RunProgress } from './run-progress.js';
import { StopButton } from './stop-button.js';
import classes from './run-list.module.css';

export function RunList({ runs }: { readonly runs: readonly RunDto[] }) {
  const most = Math.max(...runs.map(({ enrolled, unenrolled }) => enrolled + unenrolled));
  return (
    <ol className={classes['list']} aria-label="Runs">
      {runs.map((run) => (
        <RunRow key={run.id} run={run} most={most} />
      ))}
    </ol>
  );
}

function RunRow({ run, most }: { readonly run: RunDto; readonly most: number }) {
  const { tone, word } = RUN_STATES[run.state];
  const took = tookSeconds(run);
  return (
    <li className={classes['run']} data-state={run.state}>
      <div>
        <h3 className={classes['name']}>
          <Link to={PATHS.run} search={{ id: String(run.id) }}>
            {runName(run)}
          </Link>
        </h3>
        <p className={classes['more']}>
          <Moment atMs={run.startedAt * 1000} /> {begunBy(run)}
        </p>
      </div>
      <div className={classes['state']}>
        <StateMark tone={tone}>{word}</StateMark>
        <p className={classes['more']}>{listNote(run)}</p>
      </div>
      <div className={classes['bar']}>
        {run.dry ? null : <ChangeBar given={run.enrolled} taken={run.unenrolled} most={most} />}
      </div>
      <div className={classes['end']}>
        {run.state === 'running' ? (
          <StopButton run={run} />
        ) : (
          <>
            <p>{counted(run.users, 'person', 'people')}</p>
            <p className={classes['more']}>{took === null ? '' : duration(took)}</p>
          </>
        )}
      </div>
      {run.state === 'running' ? (
        <div className={classes['wide']}>
          <RunProgress run={run} />
        </div>
      ) : null}
      {run.reason === null ? null : <p className={`${classes['wide'] ?? ''} ${classes['more'] ?? ''}`}>{run.reason}</p>}
    </li>
  );
}
