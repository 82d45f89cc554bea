import { INT64_MAX, isPrintedInteger } from './integers.js';

/** What PHP makes of a request variable: a string, or an array of such. */
export type PhpValue = string | PhpArray;

/** The code of `9`; `-` and the other digits come before it. */
const LAST_DIGIT = 0x39;

/**
 * PHP's ordered array, as far as request variables need it: keys are strings, those that look like integers count for
 * the next free index, and setting a key again keeps its place.
 */
export class PhpArray {
  private readonly entries = new Map<string, PhpValue>();
  private nextIndex = 0n;

  get size(): number {
    return this.entries.size;
  }

  get(key: string): PhpValue | undefined {
    return this.entries.get(key);
  }

  has(key: string): boolean {
    return this.entries.has(key);
  }

  set(key: string, value: PhpValue): void {
    this.entries.set(key, value);
    // Most keys are names: told apart without looking at all of them.
    if (key.charCodeAt(0) <= LAST_DIGIT && isPrintedInteger(key)) {
      const index = BigInt(key);
      if (index >= this.nextIndex) this.nextIndex = index + 1n;
    }
  }

  /** Appends under the next free index, as `$a[] = …` does. At the largest integer there is none: nothing is added, false. */
  push(value: PhpValue): boolean {
    if (this.nextIndex > INT64_MAX) return false;
    this.set(String(this.nextIndex), value);
    return true;
  }

  delete(key: string): void {
    this.entries.delete(key);
  }

  keys(): string[] {
    return [...this.entries.keys()];
  }

  values(): PhpValue[] {
    return [...this.entries.values()];
  }

  /** PHP's `array_merge`: later string keys win, integer keys are numbered anew. */
  static merge(...sources: readonly PhpArray[]): PhpArray {
    const merged = new PhpArray();
    for (const source of sources) {
      for (const [key, value] of source.entries) {
        if (isPrintedInteger(key)) merged.push(value);
        else merged.set(key, value);
      }
    }
    return merged;
  }
}
