import { readFileSync } from 'node:fs';

const EVERY_MS = 200;
const MIB_PER_KIB = 1 / 1024;

/** Resident memory of some processes together, in MiB; null where the system has no /proc. */
export function residentMib(pids) {
  try {
    return pids.reduce((sum, pid) => sum + residentKib(pid), 0) * MIB_PER_KIB;
  } catch (error) {
    if (error.code === 'ENOENT' && process.platform !== 'linux') return null;
    throw error;
  }
}

function residentKib(pid) {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

/** Watches how much memory processes take. `stop` answers the most, in MiB, that was seen at one moment. */
export function watchResidentMemory(pids) {
  let most = residentMib(pids);
  let failure = null;
  const look = () => {
    try {
      most = Math.max(most ?? 0, residentMib(pids) ?? 0) || null;
    } catch (error) {
      // A server ended: the measurement fails where it ends, not within a timer.
      failure = error;
    }
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    cancel: () => clearInterval(timer),
    stop: () => {
      clearInterval(timer);
      look();
      if (failure !== null) throw failure;
      return most;
    },
  };
}
