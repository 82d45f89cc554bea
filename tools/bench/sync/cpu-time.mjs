import { readFileSync } from 'node:fs';

/** The kernel counts in hundredths of a second for programs, whatever it uses itself. */
const TICKS_PER_S = 100;
const USER_TIME = 11;
const SYSTEM_TIME = 12;

/** Processor time that these processes have used so far, in seconds; null where the system has no /proc. */
export function cpuSeconds(pids) {
  try {
    return pids.reduce((sum, pid) => sum + ticksOf(pid) / TICKS_PER_S, 0);
  } catch (error) {
    if (error.code === 'ENOENT' && process.platform !== 'linux') return null;
    throw error;
  }
}

function ticksOf(pid) {
  // The name of the program, in brackets, may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
  return Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME]);
}
