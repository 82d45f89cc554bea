/** A page of a list; `next` continues it, null at the end. */
export interface PageOf<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly next: string | null;
}
