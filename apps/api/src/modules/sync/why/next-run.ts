import type { SyncInterval } from '@pulsetech/contracts';
import { INTERVAL_SECONDS } from '../runs/sync-schedule.js';
import type { RunTimes } from './why.repository.js';

/** When everybody is synchronised next, as part of a sentence: “with the next run, in about 25 minutes”. */
export function nextRunWords(interval: SyncInterval, { isRunning, countedFrom }: RunTimes, now: number): string {
  if (isRunning) return 'with the run that is going on';
  const seconds = INTERVAL_SECONDS[interval];
  if (seconds === null) return 'with the next run, which somebody has to start because scheduled runs are off';
  const left = (countedFrom ?? now) + seconds - now;
  return left < 60 ? 'with the next run, which is due now' : `with the next run, in about ${duration(left)}`;
}

function duration(seconds: number): string {
  if (seconds < 5400) return counted(Math.round(seconds / 60), 'minute');
  if (seconds < 129_600) return counted(Math.round(seconds / 3600), 'hour');
  return counted(Math.round(seconds / 86_400), 'day');
}

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;
