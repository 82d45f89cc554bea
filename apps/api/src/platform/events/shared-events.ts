/** What happened in one process and concerns all of them. */
export type Topic =
  /** A cache is to be emptied; data: `{ name }`, or nothing for all of them. */
  | 'caches'
  /** A run went on; data: `{ runId }`. */
  | 'run';

export type EventData = Readonly<Record<string, string | number | boolean | null>>;
export type Listener = (data: EventData) => void;

/**
 * Tells all processes of the site what happened in one: here at once, elsewhere by Redis, where there is one. It is a
 * hint that makes things quicker, never the only way: without Redis, or while it is away, the others learn it from the
 * database a little later.
 */
export abstract class SharedEvents {
  /** Never throws and keeps nobody waiting. The data are plain values without secrets. */
  abstract publish(topic: Topic, data?: EventData): void;

  /** Answers how to end it. A listener that throws is logged and disturbs nobody. */
  abstract subscribe(topic: Topic, listener: Listener): () => void;
}
