import type { RunDto, RunItemDto } from '@pulsetech/contracts';
import { queryText } from '../../lib/query-text.js';

/** What narrows the list of people of a run. */
export interface ItemFilter {
  readonly state?: string | undefined;
  readonly action?: string | undefined;
  readonly search?: string | undefined;
}

const PAGE = '50';

export function itemsQuery({ state, action, search }: ItemFilter, after: string | null): string {
  return queryText({ state, action, search: search?.trim(), after, limit: PAGE });
}

/** Whether the run has something to tell about single people. While it collects, its list would be old at once. */
export function hasItems(run: Pick<RunDto, 'dry' | 'removals' | 'state' | 'phase'>): boolean {
  if (run.state === 'running' && run.phase !== 'remove') return false;
  return run.dry || run.removals > 0 || run.state === 'held';
}

/** What an item is about: the course with its role, or the cohort. */
export function itemObject({ kind, target, role }: Pick<RunItemDto, 'kind' | 'target' | 'role'>): string {
  if (kind === 'cohort') return `cohort ${target}`;
  return role === null ? target : `${target} · ${role}`;
}
