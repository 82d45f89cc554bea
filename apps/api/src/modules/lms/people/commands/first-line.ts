import { text } from 'node:stream/consumers';

/** What stands before the first line break, such as a password that is typed or piped in. */
export async function firstLineOf(input: NodeJS.ReadableStream): Promise<string> {
  return (await text(input)).split(/\r?\n/, 1)[0] ?? '';
}
