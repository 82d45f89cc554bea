import { Injectable } from '@nestjs/common';
import {
  CHANGES_PAGE,
  type ChangeDto,
  type ChangesFilterDto,
  type ChangesQueryDto,
  type PageOf,
} from '@pulsetech/contracts';
import { ChangeNames } from './change-names.js';
import { BYTE_ORDER_MARK, CSV_HEAD, csvOf } from './history-csv.js';
import { HistoryRepository } from './history.repository.js';

/** So many changes are read for an export at a time; so many are in memory, however many there are. */
const EXPORT_PAGE = 1000;

/** What synchronisation changed: whose, what, why, when. */
@Injectable()
export class HistoryService {
  constructor(
    private readonly history: HistoryRepository,
    private readonly names: ChangeNames,
  ) {}

  /** The newest first; `next` is the `before` of the page after this one. */
  async page({ before, limit = CHANGES_PAGE.byDefault, ...filter }: ChangesQueryDto): Promise<PageOf<ChangeDto>> {
    // One more than is shown tells whether there is a next page.
    const [rows, total] = await Promise.all([
      this.history.page(filter, before ?? null, limit + 1),
      this.history.count(filter),
    ]);
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return { items: await this.names.of(shown), total, next: last ? String(last.id) : null };
  }

  /** The same as CSV, all of it, in pieces that follow each other by id, so that what happens meanwhile changes nothing. */
  async *csv(filter: ChangesFilterDto): AsyncGenerator<string, void> {
    let before: number | null = null;
    let head = `${BYTE_ORDER_MARK}${CSV_HEAD}`;
    for (;;) {
      const rows = await this.history.page(filter, before, EXPORT_PAGE);
      yield head + csvOf(await this.names.of(rows));
      if (rows.length < EXPORT_PAGE) return;
      before = rows.at(-1)?.id ?? null;
      head = '';
    }
  }
}
