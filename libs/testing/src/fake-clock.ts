/** A clock that stands until it is moved; it has the shape of server-kit's Clock. */
export class FakeClock {
  constructor(private ms = Date.UTC(2026, 0, 1)) {}

  nowMs(): number {
    return this.ms;
  }

  nowSeconds(): number {
    return Math.floor(this.ms / 1000);
  }

  set(ms: number): void {
    this.ms = ms;
  }

  advanceSeconds(seconds: number): void {
    this.ms += seconds * 1000;
  }

  advanceHours(hours: number): void {
    this.advanceSeconds(hours * 3600);
  }
}
