import { queryText } from '../../lib/query-text.js';

/** What narrows the list of changes, as text under the names that stand in the page's address. */
const NAMES = ['userid', 'courseid', 'runid', 'action', 'cause'] as const;

export type ChangeFilter = { readonly [Name in (typeof NAMES)[number]]?: string | undefined };

const PAGE = '50';

/** From a page's address. What is no number where one belongs is left out. */
export function changeFilterOf(search: Readonly<Record<string, unknown>>): ChangeFilter {
  const filter: Record<string, string> = {};
  for (const name of NAMES) {
    const value = search[name];
    if (typeof value !== 'string' || value.trim() === '') continue;
    if (!name.endsWith('id') || /^\d{1,10}$/.test(value.trim())) filter[name] = value.trim();
  }
  return filter;
}

export const isNarrowed = (filter: ChangeFilter): boolean => Object.keys(changeFilterOf(filter)).length > 0;

/** The query of the API, for one page of the list or, without `before` and `limit`, for the whole of it as CSV. */
function params({ userid, courseid, runid, action, cause }: ChangeFilter) {
  return { userId: userid, courseId: courseid, runId: runid, action, cause };
}

export function changesQuery(filter: ChangeFilter, before: string | null): string {
  return queryText({ ...params(filter), before, limit: PAGE });
}

/** Address of the whole list as a file of comma-separated values. */
export function changesCsv(filter: ChangeFilter): string {
  return `/api/v1/sync/changes.csv${queryText(params(filter))}`;
}
