import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8's heap grow by at most 80 % between two collections of all of it, where it would let one of this size grow to
 * some four times its size: a run that reads a hundred thousand people makes much garbage, and a server beside a database
 * should not keep it for long. What it costs and saves: docs/performance.md.
 */
export function growHeapSlowly(): void {
  setFlagsFromString('--heap-growing-percent=80');
}
