import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/**
 * Answers with a file, as fast as the browser takes it. A failure before the first piece is answered like any other; a
 * later one breaks the connection off, so that half a file is not taken for a whole one.
 */
export async function sendCsv(response: Response, name: string, pieces: AsyncGenerator<string, void>): Promise<void> {
  const first = await pieces.next();
  response.setHeader('Content-Type', 'text/csv; charset=utf-8');
  response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
  response.setHeader('Cache-Control', 'no-store');
  async function* whole(): AsyncGenerator<string, void> {
    if (first.done !== true) yield first.value;
    yield* pieces;
  }
  try {
    await pipeline(Readable.from(whole(), { objectMode: false, highWaterMark: 65_536 }), response);
  } catch (error) {
    if (!isClosedByReader(error)) throw error;
  }
}

function isClosedByReader(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
