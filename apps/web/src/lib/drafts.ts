import { useState } from 'react';

/** What was typed and not yet sent, kept in memory so that signing in again on the way does not lose it. */
const drafts = new Map<string, unknown>();

/**
 * State of a form that outlives its page until `clear`. The key names the form and its user; nothing is written to disk,
 * so secrets may be in it.
 */
export function useDraft<T>(key: string, initial: T): [T, (next: T) => void, () => void] {
  const [value, setValue] = useState<T>(() => (drafts.has(key) ? (drafts.get(key) as T) : initial));
  const change = (next: T): void => {
    drafts.set(key, next);
    setValue(next);
  };
  const clear = (): void => {
    drafts.delete(key);
  };
  return [value, change, clear];
}

export function forgetDrafts(): void {
  drafts.clear();
}
