import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const GRACE_MS = 10_000;
const LINES_KEPT = 200;

/**
 * @typedef {object} ServerProcess
 * @property {string} name
 * @property {number} pid
 * @property {() => readonly string[]} lines what it printed, oldest first, at most `linesKept`
 * @property {() => boolean} running
 * @property {Promise<{ code: number | null, signal: string | null }>} exited
 * @property {() => Promise<void>} stop asks it to end, and makes it end when it takes longer than ten seconds
 * @property {() => Promise<void>} kill ends it at once, as a crash would
 */

/**
 * Starts one of the built servers. It gets a process group of its own, so that Ctrl-C in a terminal reaches only the
 * parent, which then ends the servers in a good order.
 *
 * @param {{ name: string, script: string, env: Record<string, string | undefined>, cwd?: string, linesKept?: number,
 *   onLine?: (line: string) => void }} options `env` is the whole environment of the server
 * @returns {ServerProcess}
 */
export function startServer({ name, script, env, cwd, linesKept = LINES_KEPT, onLine }) {
  const child = spawn(process.execPath, ['--enable-source-maps', script], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > linesKept) lines.shift();
      onLine?.(line);
    });
  }
  let running = true;
  const exited = new Promise((resolve) => {
    child.once('close', (code, signal) => {
      running = false;
      resolve({ code, signal });
    });
    child.once('error', (error) => {
      lines.push(String(error));
      running = false;
      resolve({ code: null, signal: null });
    });
  });
  const end = async (signal) => {
    if (running) child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    await exited;
    clearTimeout(timer);
  };
  return {
    name,
    pid: child.pid ?? 0,
    lines: () => lines,
    running: () => running,
    exited,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}
