import { Readable } from 'node:stream';
import type { Response } from 'express';
import { sendStream } from '../../../platform/http/send-stream.js';

/**
 * Answers with a file, as fast as the browser takes it. A failure before the first piece is answered like any other; a
 * later one breaks the connection off, so that half a file is not taken for a whole one.
 */
export async function sendCsv(response: Response, name: string, pieces: AsyncGenerator<string, void>): Promise<void> {
  const first = await pieces.next();
  const headers = {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
  };
  async function* whole(): AsyncGenerator<string, void> {
    if (first.done !== true) yield first.value;
    yield* pieces;
  }
  await sendStream(response, headers, Readable.from(whole(), { objectMode: false, highWaterMark: 65_536 }));
}
