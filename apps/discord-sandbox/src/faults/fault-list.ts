/**
 * How an answer is spoiled: `html` is a page of the network in front of Discord, without any of its headers; `half`
 * breaks off in the middle of the body; `short` leaves out the second half of a list.
 */
export const spoilings = ['html', 'half', 'short'] as const;
export type Spoiling = (typeof spoilings)[number];

/** A failure that was ordered for a route. */
export interface Fault {
  /** `METHOD /path`: a route's name, an address, or either with `*` for any text. */
  readonly route: string;
  /** 0: drop the connection. Left out, with no code: answer as always (after the delay). */
  readonly status: number | null;
  /** Discord's error code, or an OAuth error's name. */
  readonly code: number | string | null;
  readonly delayMs: number;
  /** How many requests it strikes; null: until it is taken away. */
  readonly times: number | null;
  /** Seconds, for 429. */
  readonly retryAfter: number;
  readonly scope: 'user' | 'global' | 'shared';
  readonly answer: Spoiling | null;
  /** The request is carried out first, and only its answer is lost or replaced. */
  readonly after: boolean;
}

interface Ordered {
  readonly fault: Fault;
  readonly pattern: RegExp;
  left: number;
}

/** `*` stands for any text, `:name` for one id. */
function patternOf(route: string): RegExp {
  const source = route
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replace(/:[A-Za-z]+/g, '\\d+');
  return new RegExp(`^${source}$`);
}

/** The failures ordered so far; the first that fits a request strikes. */
export class FaultList {
  private ordered: Ordered[] = [];

  replace(faults: readonly Fault[]): void {
    this.ordered = faults.map((fault) => ({
      fault,
      pattern: patternOf(fault.route),
      left: fault.times ?? Number.POSITIVE_INFINITY,
    }));
  }

  clear(): void {
    this.ordered = [];
  }

  /** The failures that can still strike, each with how often. */
  all(): Fault[] {
    return this.ordered
      .filter(({ left }) => left > 0)
      .map(({ fault, left }) => ({ ...fault, times: Number.isFinite(left) ? left : null }));
  }

  /** Takes one strike for this request, if a failure is ordered for it. */
  take(routeName: string, address: string): Fault | null {
    const hit = this.ordered.find(
      ({ fault, pattern, left }) => left > 0 && (fault.route === routeName || pattern.test(address)),
    );
    if (!hit) return null;
    hit.left -= 1;
    return hit.fault;
  }
}
