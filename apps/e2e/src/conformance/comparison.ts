import { HEADERS_OF_THE_SERVER, partingOf, partingOfHeader, type Surroundings } from './alignment.js';
import type { HttpAnswer } from './http-exchange.js';

export type Part = 'status' | 'headers' | 'body';

export interface Difference {
  readonly part: Part;
  readonly expected: unknown;
  readonly answered: unknown;
}

/** How much of two bodies is shown before and after the place where they part. */
const BEFORE = 80;
const AFTER = 200;

/** What to leave out of a comparison. */
export interface Leniency {
  readonly parts?: readonly Part[];
  /** Cut out of both bodies. */
  readonly within?: readonly RegExp[];
}

/** Compares an answer with a recorded one byte for byte, except for what differs from site to site (alignment.ts). */
export function differences(
  recorded: HttpAnswer,
  answer: HttpAnswer,
  here: Surroundings,
  leniency: Leniency = {},
): Difference[] {
  const cut = (body: string) => (leniency.within ?? []).reduce((text, pattern) => text.replace(pattern, ''), body);
  const found = [
    recorded.status === answer.status ? [] : [difference('status', recorded.status, answer.status)],
    differentHeaders(recorded, answer, here),
    differentBody(cut(recorded.body), cut(answer.body), here),
  ].flat();
  return found.filter(({ part }) => !leniency.parts?.includes(part));
}

function differentHeaders(recorded: HttpAnswer, answer: HttpAnswer, here: Surroundings): Difference[] {
  const names = new Set([...Object.keys(recorded.headers), ...Object.keys(answer.headers)]);
  return [...names]
    .filter((name) => !HEADERS_OF_THE_SERVER.includes(name))
    .filter((name) => {
      const [theirs, ours] = [recorded.headers[name], answer.headers[name]];
      return theirs === undefined || ours === undefined || partingOfHeader(name, theirs, ours, here) !== null;
    })
    .map((name) =>
      difference('headers', `${name}: ${recorded.headers[name] ?? '–'}`, `${name}: ${answer.headers[name] ?? '–'}`),
    );
}

function differentBody(recorded: string, answered: string, here: Surroundings): Difference[] {
  const parting = partingOf(recorded, answered, here);
  if (parting === null) return [];
  const around = (text: string, at: number) => text.slice(Math.max(0, at - BEFORE), at + AFTER);
  return [difference('body', around(recorded, parting.recorded), around(answered, parting.answered))];
}

function difference(part: Part, expected: unknown, answered: unknown): Difference {
  return { part, expected, answered };
}
