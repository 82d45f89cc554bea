/** What `/metrics` of a server says, to whoever has the token. */
export class MetricsPage {
  private constructor(private readonly lines: readonly string[]) {}

  static async read(server: string, token: string): Promise<MetricsPage> {
    const response = await fetch(`${server}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    if (!response.ok) throw new Error(`The metrics were refused with ${response.status}.`);
    return new MetricsPage((await response.text()).split('\n'));
  }

  /** The sum over all series of a metric whose labels say all of this. */
  sum(metric: string, ...labels: readonly string[]): number {
    const series = this.lines.filter(
      (line) =>
        (line.startsWith(`${metric}{`) || line.startsWith(`${metric} `)) && labels.every((l) => line.includes(l)),
    );
    return series.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  }

  get series(): number {
    return this.lines.filter((line) => line !== '' && !line.startsWith('#')).length;
  }
}
