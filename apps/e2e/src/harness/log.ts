export interface LogLine {
  readonly server: string;
  readonly text: string;
}

/** Everything that the servers printed. */
export class Log {
  private readonly collected: LogLine[] = [];

  add(server: string, text: string): void {
    this.collected.push({ server, text });
  }

  /** Lines of all servers, in the order in which they came. */
  all(): readonly LogLine[] {
    return this.collected;
  }

  /** Lines of one server, or of all, from `since` (see `mark`) on. */
  lines(server?: string, since = 0): string[] {
    return this.collected
      .slice(since)
      .filter((line) => server === undefined || line.server === server)
      .map((line) => line.text);
  }

  /** Entries that a server wrote, parsed; lines that are not JSON are left out. */
  entries(server: string, since = 0): Record<string, unknown>[] {
    return this.lines(server, since)
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  mark(): number {
    return this.collected.length;
  }

  tail(count = 40): string {
    return this.collected
      .slice(-count)
      .map(({ server, text }) => `${server} | ${text}`)
      .join('\n');
  }
}
