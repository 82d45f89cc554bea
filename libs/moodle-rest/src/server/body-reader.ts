import type { IncomingMessage } from 'node:http';
import { OpenBodies } from './open-bodies.js';

/** Largest body that is read, in bytes. The largest call that makes sense has some thousand short variables. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** So long a body may take to arrive, in milliseconds: a megabyte by a bad line. */
const BODY_DEADLINE_MS = 30_000;

/** What a body that is still arriving costs before its first byte: its connection, its timer, its list of pieces. */
const OPEN_BODY_BYTES = 16 * 1024;

/** What each piece of it costs besides its bytes. A sender may make pieces of one byte. */
const PIECE_BYTES = 256;

/** Bytes of bodies that are still arriving: of all senders, and of one address. So 4096 and 1024 bodies at the most. */
const OPEN_BYTES = { inAll: 64 * 1024 * 1024, perAddress: 16 * 1024 * 1024 };

/** Why there is no body: more than is read, not there in time or crowded out by newer ones, or its sender went away. */
export type NoBody = 'too large' | 'too slow' | 'given up';

/**
 * Reads bodies of requests, each within a time and all within an amount of memory. When there are too many, the oldest
 * that is still arriving makes room, as bodies of honest senders are there a moment after their heads.
 */
export class BodyReader {
  private readonly open: OpenBodies;

  constructor(
    private readonly deadlineMs = BODY_DEADLINE_MS,
    openBytes = OPEN_BYTES,
  ) {
    this.open = new OpenBodies(openBytes.inAll, openBytes.perAddress);
  }

  /** The whole body. What is too much of it is not kept. */
  read(request: IncomingMessage, address: string): Promise<Buffer | NoBody> {
    if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return Promise.resolve('too large');
    if (request.destroyed) return Promise.resolve('given up');
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const settle = (body: Buffer | NoBody): void => {
        clearTimeout(timer);
        this.open.close(opened);
        request.off('data', take).off('end', finish).off('close', giveUp);
        resolve(body);
      };
      const take = (chunk: Buffer): void => {
        size += chunk.length;
        if (size > MAX_BODY_BYTES) {
          settle('too large');
          return;
        }
        chunks.push(chunk);
        this.open.grow(opened, PIECE_BYTES + chunk.length);
      };
      const finish = (): void => {
        settle(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
      };
      const giveUp = (): void => {
        settle('given up');
      };
      const stop = (): void => {
        settle('too slow');
      };
      const timer = setTimeout(stop, this.deadlineMs);
      const opened = this.open.add(address, stop);
      request.on('data', take).once('end', finish).once('close', giveUp);
      // Without it Node throws when the connection breaks; `close` follows.
      request.on('error', ignoreError);
      this.open.grow(opened, OPEN_BODY_BYTES);
    });
  }
}

function ignoreError(): void {
  // That a connection broke is told by `close`.
}
