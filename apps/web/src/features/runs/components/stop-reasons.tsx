import type { RunDto, SettingsDto } from '@pulsetech/contracts';
import { limitSentence, stopSentence, toldStops } from '../stop-words.js';
import classes from './held-panel.module.css';

interface StopReasonsProps {
  readonly run: Pick<RunDto, 'reason' | 'stops'>;
  readonly settings: SettingsDto | undefined;
}

/** Which limits a run exceeds, one line each, and what the limits are. */
export function StopReasons({ run, settings }: StopReasonsProps) {
  return (
    <>
      {run.reason === null ? null : <p>{run.reason}</p>}
      {run.stops.length === 0 ? null : (
        <ul className={classes['why']} aria-label="Why it waits">
          {toldStops(run.stops).map((stop) => (
            <li key={`${stop.scope} ${stop.label}`}>{stopSentence(stop)}</li>
          ))}
        </ul>
      )}
      {settings === undefined ? null : <p className={classes['more']}>{limitSentence(settings)}</p>}
    </>
  );
}
