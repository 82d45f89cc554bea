import type { RunDto } from '@pulsetech/contracts';

/** The run that an event brings; null for anything else than this run. */
export function runOfEvent(data: unknown, id: number): RunDto | null {
  if (typeof data !== 'string') return null;
  try {
    const run = JSON.parse(data) as unknown;
    const isThisRun = typeof run === 'object' && run !== null && 'id' in run && run.id === id && 'state' in run;
    return isThisRun ? (run as RunDto) : null;
  } catch (error) {
    // Half a line, when the connection broke in it: the next event has it whole.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
