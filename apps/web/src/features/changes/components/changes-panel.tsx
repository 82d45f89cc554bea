import { Button } from '@mantine/core';
import { Panel } from '../../../components/panel.js';
import { counted } from '../../../lib/counted.js';
import { useChanges } from '../api/use-changes.js';
import { changesQuery, isNarrowed, type ChangeFilter } from '../change-filter.js';
import { ChangeFilters } from './change-filters.js';
import { ChangesList } from './changes-list.js';
import { CsvLink } from './csv-link.js';

interface ChangesPanelProps {
  readonly filter: ChangeFilter;
  /** The courses that Discord roles give at present. */
  readonly courses: readonly { readonly id: number; readonly name: string }[];
  readonly onFilter: (filter: ChangeFilter) => void;
}

/** Everything that was given and taken because of Discord, with the reason of each. */
export function ChangesPanel({ filter, courses, onFilter }: ChangesPanelProps) {
  const changes = useChanges(filter);
  const total = changes.data?.pages[0]?.total;
  return (
    <Panel
      title="Changes"
      lead={total === undefined || total === 0 ? 'The newest first.' : `${counted(total, 'change')}, the newest first.`}
      actions={
        <>
          {total === 0 ? null : <CsvLink filter={filter} />}
          <Button
            variant="default"
            size="xs"
            loading={changes.isRefetching}
            onClick={() => {
              void changes.refetch();
            }}
          >
            Refresh
          </Button>
        </>
      }
    >
      <ChangeFilters
        key={changesQuery(filter, null)}
        filter={filter}
        courses={courses.map(({ id, name }) => ({ value: String(id), label: name }))}
        onFilter={onFilter}
      />
      <ChangesList
        changes={changes}
        none={
          isNarrowed(filter)
            ? { title: 'No changes match this filter', sentence: 'Widen the filter, or show all changes.' }
            : {
                title: 'Nothing was changed yet',
                sentence: 'The first change by a role in Discord stands here at once.',
              }
        }
      />
    </Panel>
  );
}
