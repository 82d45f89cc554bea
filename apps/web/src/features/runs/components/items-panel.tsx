import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { RunDto } from '@pulsetech/contracts';
import { useState } from 'react';
import { Empty } from '../../../components/empty.js';
import { MoreButton } from '../../../components/more-button.js';
import { Panel } from '../../../components/panel.js';
import { QueryView } from '../../../components/query-view.js';
import { SkeletonRows } from '../../../components/skeleton-rows.js';
import { counted } from '../../../lib/counted.js';
import { useRunItems } from '../api/use-run-items.js';
import type { ItemFilter } from '../item-filter.js';
import { ITEM_STATES, itemsTitle } from '../run-words.js';
import { ItemTable } from './item-table.js';
import classes from './items-panel.module.css';

const TYPING_MS = 300;
const ALL = { value: '', label: 'all' };

interface ItemsPanelProps {
  readonly run: RunDto;
  /** Stands in the address, so that a link shows the same list. */
  readonly filter: ItemFilter;
  readonly onFilter: (filter: ItemFilter) => void;
}

/** The people of a run, each with what they would lose or get and why. */
export function ItemsPanel({ run, filter, onFilter }: ItemsPanelProps) {
  const [search, setSearch] = useState(filter.search ?? '');
  const [searched] = useDebouncedValue(search, TYPING_MS);
  const items = useRunItems(run, { ...filter, search: searched });
  const [first] = items.data?.pages ?? [];
  const states = run.dry ? [] : Object.entries(ITEM_STATES).filter(([state]) => state !== 'planned');
  return (
    <Panel title={itemsTitle(run)} lead={leadOf(run)}>
      <form
        className={classes['form']}
        role="search"
        aria-label="Filter the people"
        onSubmit={(event) => {
          event.preventDefault();
          onFilter({ ...filter, search });
        }}
      >
        <TextInput
          label="Search"
          placeholder="name or user ID"
          type="search"
          autoComplete="off"
          maxLength={100}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
          }}
          onBlur={() => {
            if (search !== (filter.search ?? '')) onFilter({ ...filter, search });
          }}
        />
        {run.dry ? (
          <NativeSelect
            label="Give or take"
            data={[ALL, { value: 'grant', label: 'to give' }, { value: 'revoke', label: 'to take' }]}
            value={filter.action ?? ''}
            onChange={(event) => {
              onFilter({ ...filter, search, action: event.currentTarget.value });
            }}
          />
        ) : (
          <NativeSelect
            label="State"
            data={[ALL, ...states.map(([value, { word }]) => ({ value, label: word }))]}
            value={filter.state ?? ''}
            onChange={(event) => {
              onFilter({ ...filter, search, state: event.currentTarget.value });
            }}
          />
        )}
      </form>
      <QueryView query={items} what="the people" skeleton={<SkeletonRows rows={8} height={44} />}>
        {({ pages }) =>
          first === undefined || first.items.length === 0 ? (
            <Empty title={isNarrowed(filter, searched) ? 'Nobody matches this filter' : 'Nobody is concerned'}>
              <p>{isNarrowed(filter, searched) ? 'Widen the filter.' : 'Nothing would be given or taken.'}</p>
            </Empty>
          ) : (
            <>
              <p className={classes['more']} role="status">
                {counted(first.total, 'entry', 'entries')}
              </p>
              <ItemTable items={pages.flatMap((page) => page.items)} dry={run.dry} />
            </>
          )
        }
      </QueryView>
      <MoreButton query={items} label="Show more" />
    </Panel>
  );
}

function leadOf(run: RunDto): string {
  if (run.dry) return 'Nothing of this was done.';
  if (run.undoes !== null) return `What run ${String(run.undoes)} had done, and how taking it back ended.`;
  return run.state === 'held'
    ? 'What would be taken if you approve. Choose a name to see all about that person.'
    : 'What the run collected to take, and how that ended.';
}

const isNarrowed = ({ state, action }: ItemFilter, search: string): boolean =>
  [state, action, search.trim()].some((part) => part !== undefined && part !== '');
