import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/**
 * Answers with a stream, as fast as the browser takes it. A browser that goes before the end is no error; what goes wrong
 * in the stream breaks the connection off, so that half an answer is not taken for a whole one.
 *
 * @throws whatever the stream fails with
 */
export async function sendStream(
  response: Response,
  headers: Readonly<Record<string, string>>,
  source: Readable,
): Promise<void> {
  response.writeHead(200, headers);
  try {
    await pipeline(source, response);
  } catch (error) {
    if (!isClosedByReader(error)) throw error;
  }
}

function isClosedByReader(error: unknown): boolean {
  return (error as { readonly code?: unknown } | null)?.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
