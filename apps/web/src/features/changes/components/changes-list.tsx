import { MoreButton } from '../../../components/more-button.js';
import { Empty } from '../../../components/empty.js';
import { QueryView } from '../../../components/query-view.js';
import { SkeletonRows } from '../../../components/skeleton-rows.js';
import type { useChanges } from '../api/use-changes.js';
import { ChangeTable } from './change-table.js';

interface ChangesListProps {
  readonly changes: ReturnType<typeof useChanges>;
  readonly of?: 'run' | 'person';
  /** What it means that there are none. */
  readonly none: { readonly title: string; readonly sentence: string };
}

/** Recorded changes, the newest first, page by page. */
export function ChangesList({ changes, of, none }: ChangesListProps) {
  return (
    <>
      <QueryView query={changes} what="the changes" skeleton={<SkeletonRows rows={8} height={44} />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return items.length === 0 ? (
            <Empty title={none.title}>
              <p>{none.sentence}</p>
            </Empty>
          ) : (
            <ChangeTable changes={items} {...(of === undefined ? {} : { of })} />
          );
        }}
      </QueryView>
      <MoreButton query={changes} label="Show older changes" />
    </>
  );
}
