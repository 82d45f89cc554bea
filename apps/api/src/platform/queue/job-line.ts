import { PRIORITY, type AddingOptions, type JobCounts, type JobData } from './jobs.js';

/** One job of this process. */
export interface Entry {
  readonly data: JobData;
  readonly options: AddingOptions;
  attempt: number;
}

/** The jobs of one kind in this process: which wait, which are at work, and which of them are one by their key. */
export class JobLine {
  /** By priority, each in the order of coming. */
  private readonly waiting = new Map<number, Set<Entry>>();
  private readonly delayed = new Map<Entry, NodeJS.Timeout>();
  private readonly active = new Set<Entry>();
  /** Who has the key until it ended for good. */
  private readonly byKey = new Map<string, Entry>();
  /** What was added while the job with the same key was at work; the last one counts, but see {@link AddingOptions}. */
  private readonly next = new Map<string, Entry>();
  private failed = 0;

  /** `due` is called whenever there may be something to take. */
  constructor(private readonly due: () => void) {}

  add(data: JobData, options: AddingOptions): void {
    const entry = { data, options, attempt: 1 };
    const { key } = options;
    const holder = key === undefined ? undefined : this.byKey.get(key);
    if (key !== undefined && holder && !this.replaces(key, holder, entry)) return;
    if (key !== undefined) this.byKey.set(key, entry);
    this.enter(entry, options.delayMs ?? 0);
  }

  /** The next to be done; it is at work from now on. */
  take(): Entry | null {
    for (const priority of [...this.waiting.keys()].sort((a, b) => a - b)) {
      const entries = this.waiting.get(priority);
      const [entry] = entries ?? [];
      if (!entries || !entry) continue;
      entries.delete(entry);
      if (entries.size === 0) this.waiting.delete(priority);
      this.active.add(entry);
      return entry;
    }
    return null;
  }

  /** It goes on with another attempt, after a pause; or what was to be done at once meanwhile takes its place. */
  again(entry: Entry, pauseMs: number): void {
    const { key } = entry.options;
    const next = key === undefined ? undefined : this.next.get(key);
    if (next && !isDelayed(next)) {
      this.end(entry, { failed: false });
      return;
    }
    this.active.delete(entry);
    entry.attempt++;
    this.enter(entry, pauseMs);
  }

  /** It ended for good, well or not. */
  end(entry: Entry, { failed }: { readonly failed: boolean }): void {
    this.active.delete(entry);
    if (failed) this.failed++;
    const { key } = entry.options;
    if (key === undefined) return;
    this.byKey.delete(key);
    const next = this.next.get(key);
    this.next.delete(key);
    if (next) this.add(next.data, next.options);
  }

  counts(): JobCounts {
    const waiting = [...this.waiting.values()].reduce((sum, entries) => sum + entries.size, 0);
    return { waiting, active: this.active.size, delayed: this.delayed.size, failed: this.failed };
  }

  /** Nothing comes due any more. */
  close(): void {
    for (const timer of this.delayed.values()) clearTimeout(timer);
  }

  private enter(entry: Entry, delayMs: number): void {
    if (delayMs > 0) {
      const timer = setTimeout(() => {
        this.delayed.delete(entry);
        this.wait(entry);
      }, delayMs);
      // What is due later keeps no process alive.
      timer.unref();
      this.delayed.set(entry, timer);
    } else this.wait(entry);
  }

  private wait(entry: Entry): void {
    const priority = entry.options.priority ?? PRIORITY.recovery;
    const entries = this.waiting.get(priority);
    if (entries) entries.add(entry);
    else this.waiting.set(priority, new Set([entry]));
    this.due();
  }

  /** Whether the new one takes the place of the one that has its key. */
  private replaces(key: string, holder: Entry, entry: Entry): boolean {
    if (this.active.has(holder)) this.follow(key, entry);
    const timer = this.delayed.get(holder);
    if (timer === undefined || isDelayed(entry)) return false;
    clearTimeout(timer);
    this.delayed.delete(holder);
    this.next.delete(key);
    return true;
  }

  private follow(key: string, entry: Entry): void {
    const before = this.next.get(key);
    if (before && !isDelayed(before) && isDelayed(entry)) return;
    this.next.set(key, entry);
  }
}

const isDelayed = ({ options }: Entry): boolean => (options.delayMs ?? 0) > 0;
