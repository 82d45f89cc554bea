import { spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { deathOf } from '../death-of.js';
import { ended } from '../ended.js';
import { freePort } from '../free-port.js';
import { findProgram } from '../programs.js';
import { temporaryFolder } from '../temporary-folder.js';

const START_TIMEOUT_MS = 20_000;
const ADVICE =
  'Install Redis (Debian: apt-get install redis-server), or set TEST_REDIS_URL to a server whose keys may be removed.';

export interface ThrowAwayRedis {
  /** `redis://127.0.0.1:port` */
  readonly url: string;
  /** How it ended, when it ended by itself; null as long as it runs. */
  death(): string | null;
  stop(): Promise<void>;
}

/**
 * Starts a Redis server of its own on 127.0.0.1 that keeps nothing beyond its end.
 *
 * @param port a free one when there is none; the same again is for a server that comes back empty
 */
export async function startRedis({ port }: { readonly port?: number } = {}): Promise<ThrowAwayRedis> {
  const program = findProgram(['redis-server', 'valkey-server'], ADVICE);
  const own = port ?? (await freePort());
  const folder = temporaryFolder('pt-redis-');
  const server = spawn(
    program,
    [
      ...['--port', String(own), '--bind', '127.0.0.1', '--dir', folder.path],
      ...['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'],
    ],
    { stdio: 'ignore' },
  );
  // A test run that forgot to stop it, or was cut off, still ends.
  server.unref();
  const stop = async (): Promise<void> => {
    await ended(server);
    folder.remove();
  };
  try {
    await ready(server, own);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `redis://127.0.0.1:${own}`, death: () => deathOf(server, 'Redis'), stop };
}

async function ready(server: ChildProcess, port: number): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`Redis ended with code ${server.exitCode} while starting.`);
    if (await answers(port)) return;
    await sleep(20);
  }
  throw new Error(`Redis did not answer within ${START_TIMEOUT_MS} ms.`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString().startsWith('+PONG'));
    });
    socket.once('error', () => resolve(false));
  });
}
