import type { SyncInterval } from '@pulsetech/contracts';
import type { RunTimes } from './why.repository.js';

const SECONDS: Readonly<Record<Exclude<SyncInterval, 'manual'>, number>> = {
  hourly: 3600,
  daily: 86_400,
  weekly: 604_800,
};

/** When everybody is synchronised next, as part of a sentence: “with the next run, in about 25 minutes”. */
export function nextRunWords(interval: SyncInterval, { isRunning, countedFrom }: RunTimes, now: number): string {
  if (isRunning) return 'with the run that is going on';
  if (interval === 'manual') return 'with the next run, which somebody has to start because scheduled runs are off';
  const due = (countedFrom ?? now) + SECONDS[interval];
  return due - now < 60 ? 'with the next run, which is due now' : `with the next run, in about ${duration(due - now)}`;
}

function duration(seconds: number): string {
  if (seconds < 5400) return counted(Math.round(seconds / 60), 'minute');
  if (seconds < 129_600) return counted(Math.round(seconds / 3600), 'hour');
  return counted(Math.round(seconds / 86_400), 'day');
}

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;
