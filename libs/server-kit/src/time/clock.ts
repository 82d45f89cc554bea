/** The time, so that tests can set it. */
export abstract class Clock {
  /** Unix milliseconds. */
  abstract nowMs(): number;

  /** Unix seconds, rounded down. */
  nowSeconds(): number {
    return Math.floor(this.nowMs() / 1000);
  }
}

export class SystemClock extends Clock {
  nowMs(): number {
    return Date.now();
  }
}
