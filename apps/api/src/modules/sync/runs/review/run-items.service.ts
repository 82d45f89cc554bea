import { Injectable } from '@nestjs/common';
import type { PageOf, RunItemDto, RunItemsQueryDto } from '@pulsetech/contracts';
import { RunItemsListRepository, type ItemPlace } from './run-items-list.repository.js';
import type { RunItem } from '../run-items.repository.js';
import { RunLabels, type Labels } from './run-labels.js';
import { BECAUSE_SENTENCES } from '../run-words.js';

const LISTED = 50;
/** So many are looked through at a time for a name. */
const SEARCHED = 1000;

/** What a run would take or give, or waits to, from whom and why. */
@Injectable()
export class RunItemsService {
  constructor(
    private readonly items: RunItemsListRepository,
    private readonly labels: RunLabels,
  ) {}

  async page(runId: number, query: RunItemsQueryDto): Promise<PageOf<RunItemDto>> {
    const { limit = LISTED, search = '' } = query;
    const labels = await this.labels.read();
    const words = search.trim().toLowerCase();
    const found = words === '' ? await this.plain(runId, query, limit) : await this.named(runId, query, limit, words);
    const names = await this.labels.people(found.items.map(({ userId }) => userId));
    const shown = found.items.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.map((item) => toDto(item, names, labels)),
      total: found.total,
      next: found.items.length > limit && last ? placeText(last) : null,
    };
  }

  /** One more than asked for, to tell whether there are more. */
  private async plain(
    runId: number,
    query: RunItemsQueryDto,
    limit: number,
  ): Promise<{ items: RunItem[]; total: number }> {
    const [items, total] = await Promise.all([
      this.items.after(runId, query, placeOf(query.after), limit + 1),
      this.items.count(runId, query),
    ]);
    return { items, total };
  }

  /** Names are the LMS's: people are looked through in pieces, and as many as match are counted. */
  private async named(
    runId: number,
    query: RunItemsQueryDto,
    limit: number,
    words: string,
  ): Promise<{ items: RunItem[]; total: number }> {
    const items: RunItem[] = [];
    let total = 0;
    const from = placeOf(query.after);
    for (let place: ItemPlace | null = null; ;) {
      const piece = await this.items.after(runId, query, place, SEARCHED);
      const names = await this.labels.people(piece.map(({ userId }) => userId));
      for (const item of piece) {
        const name = names.get(item.userId)?.toLowerCase() ?? '';
        if (!name.includes(words) && String(item.userId) !== words) continue;
        total++;
        if (items.length <= limit && (from === null || isAfter(item, from))) items.push(item);
      }
      const last = piece.at(-1);
      if (!last || piece.length < SEARCHED) return { items, total };
      place = last;
    }
  }
}

function toDto(item: RunItem, names: ReadonlyMap<number, string>, labels: Labels): RunItemDto {
  const { userId, action, kind, targetId, mappingId, because, state, detail } = item;
  return {
    ...{ userId, action, kind, targetId, mappingId, because, state, detail },
    userName: names.get(userId) ?? `deleted user ${userId}`,
    target: labels.target(item),
    role: labels.role(item),
    reason: BECAUSE_SENTENCES[because],
  };
}

function placeText({ userId, kind, targetId, roleId }: ItemPlace): string {
  return `${userId}-${kind}-${targetId}-${roleId}`;
}

/** Checked by the query's own pattern. */
function placeOf(text: string | undefined): ItemPlace | null {
  const [userId, kind, targetId, roleId] = text?.split('-') ?? [];
  if (kind !== 'role' && kind !== 'cohort' && kind !== 'enrolment') return null;
  return { userId: Number(userId), kind, targetId: Number(targetId), roleId: Number(roleId) };
}

function isAfter(a: ItemPlace, b: ItemPlace): boolean {
  if (a.userId !== b.userId) return a.userId > b.userId;
  if (a.kind !== b.kind) return a.kind > b.kind;
  return a.targetId !== b.targetId ? a.targetId > b.targetId : a.roleId > b.roleId;
}
