import type { SiteTables } from './site-tables.js';

/** Rows that are not ours, as people left them: compared column by column, with their ids and times. */
export class HandRows {
  private expected = new Set<string>();

  constructor(private readonly tables: SiteTables) {}

  /** People changed something just now; everything else must stand as before. */
  async changedBy(act: () => Promise<void>): Promise<void> {
    const before = await this.complaints();
    if (before.length > 0) throw new Error(`Rows that are not ours changed: ${before.slice(0, 10).join('\n')}`);
    await act();
    await this.look();
  }

  async look(): Promise<void> {
    this.expected = await this.tables.notOurs();
  }

  async complaints(): Promise<string[]> {
    const now = await this.tables.notOurs();
    return [
      ...[...this.expected].filter((row) => !now.has(row)).map((row) => `a row of people's is gone: ${row}`),
      ...[...now].filter((row) => !this.expected.has(row)).map((row) => `a row that is not ours appeared: ${row}`),
    ];
  }
}
