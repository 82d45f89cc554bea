import { InvalidRequestError } from '@pulsetech/server-kit';

/** The number of a run as an operator typed it. */
export function runIdOf(text: string | undefined): number {
  if (text === undefined || !/^\d{1,10}$/.test(text))
    throw new InvalidRequestError('Name the run by its number, as run:list shows it.');
  return Number(text);
}
