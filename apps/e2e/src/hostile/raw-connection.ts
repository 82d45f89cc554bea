import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HostileRequest } from './hostile-requests.js';

/** A connection on which nothing comes for so long is given up. */
const SILENCE_MS = 4000;
const BETWEEN_PIECES_MS = 20;
const KEPT = 200_000;

/** Sends bytes as they are and returns the status of each answer that came; none when there was no answer. */
export async function statusesOf(port: number, request: HostileRequest): Promise<number[]> {
  const socket = connect({ port, host: '127.0.0.1' });
  let received = '';
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  // A server that refuses may close while there is more to send.
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes: Buffer) => {
    if (received.length < KEPT) received += bytes.toString('latin1');
  });
  socket.setTimeout(SILENCE_MS, () => socket.destroy());
  for (const [at, piece] of request.pieces.entries()) {
    if (at > 0) await sleep(BETWEEN_PIECES_MS);
    socket.write(piece);
  }
  if (request.isCut) socket.destroySoon();
  await closed;
  return [...received.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
}
