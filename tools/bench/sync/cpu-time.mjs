import { readFileSync } from 'node:fs';

/** The kernel counts in hundredths of a second for programs, whatever it uses itself. */
const TICKS_PER_S = 100;
const USER_TIME = 11;
const SYSTEM_TIME = 12;

/**
 * Processor time that servers have used so far, in seconds; 0 where the system has no /proc.
 *
 * @param {Record<string, readonly number[]>} servers process ids by what they are called
 * @returns {Record<string, number>}
 */
export function cpuOf(servers) {
  return Object.fromEntries(Object.entries(servers).map(([name, pids]) => [name, secondsOf(pids)]));
}

/** What they have used since then. */
export function cpuSince(before, servers) {
  return Object.fromEntries(Object.entries(cpuOf(servers)).map(([name, cpu]) => [name, cpu - before[name]]));
}

function secondsOf(pids) {
  if (process.platform !== 'linux') return 0;
  return pids.reduce((sum, pid) => sum + ticksOf(pid) / TICKS_PER_S, 0);
}

function ticksOf(pid) {
  // The name of the program, in brackets, may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME]);
}
