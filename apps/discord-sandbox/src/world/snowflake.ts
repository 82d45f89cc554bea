const discordEpochMs = 1420070400000n;
const greatest = 9223372036854775807n;

/** The id if it is one as Discord gives them today (17 to 19 digits, at most 2^63 − 1), else null. */
export function parseSnowflake(text: string): string | null {
  return /^[1-9]\d{16,18}$/.test(text) && BigInt(text) <= greatest ? text : null;
}

/** Orders decimal ids as numbers; Number would lose their last digits. */
export function compareSnowflakes(left: string, right: string): number {
  if (left.length !== right.length) return left.length - right.length;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Makes new ids whose time part is the present, each greater than the one before. */
export class SnowflakeSource {
  private last = 0n;

  constructor(private readonly now: () => number) {}

  next(): string {
    const fresh = (BigInt(this.now()) - discordEpochMs) << 22n;
    this.last = fresh > this.last ? fresh : this.last + 1n;
    return this.last.toString();
  }
}
