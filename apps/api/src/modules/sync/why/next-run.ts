/** When everybody is synchronised next. */
export interface RunTimes {
  /** Such a run is going on. */
  readonly isRunning: boolean;
  /** When the schedule starts the next one, Unix seconds; null when there is no schedule. */
  readonly nextAt: number | null;
}

/** The same as part of a sentence: “with the next run, in about 25 minutes”. One that is going on may have passed somebody. */
export function nextRunWords({ isRunning, nextAt }: RunTimes, now: number): string {
  if (isRunning) return 'with the run that is going on, or the next one';
  if (nextAt === null) return 'with the next run, which somebody has to start because scheduled runs are off';
  const left = nextAt - now;
  return left < 60 ? 'with the next run, which is due now' : `with the next run, in about ${duration(left)}`;
}

function duration(seconds: number): string {
  if (seconds < 5400) return counted(Math.round(seconds / 60), 'minute');
  if (seconds < 129_600) return counted(Math.round(seconds / 3600), 'hour');
  return counted(Math.round(seconds / 86_400), 'day');
}

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;
