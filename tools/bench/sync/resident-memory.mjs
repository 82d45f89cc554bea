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
  const look = () => {
    const now = residentMib(pids);
    if (now !== null && now > most) most = now;
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return most;
    },
  };
}
