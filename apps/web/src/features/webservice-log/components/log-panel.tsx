import { Button } from '@mantine/core';
import type { TokenDto, WebserviceLogEntryDto } from '@pulsetech/contracts';
import { Empty } from '../../../components/empty.js';
import { ErrorNotice } from '../../../components/error-notice.js';
import { Panel } from '../../../components/panel.js';
import { QueryView } from '../../../components/query-view.js';
import { SkeletonRows } from '../../../components/skeleton-rows.js';
import { counted } from '../../../lib/counted.js';
import { useWebserviceLog } from '../api/use-webservice-log.js';
import { isNarrowed, queryOf, type LogFilter } from '../log-filter.js';
import { LogFilters } from './log-filters.js';
import { LogTable } from './log-table.js';

interface LogPanelProps {
  readonly filter: LogFilter;
  /** The tokens that there are; those of old entries may be gone. */
  readonly tokens: readonly Pick<TokenDto, 'id' | 'name'>[];
  readonly onFilter: (filter: LogFilter) => void;
}

/** Who called the web service, when, and how that ended. */
export function LogPanel({ filter, tokens, onFilter }: LogPanelProps) {
  const log = useWebserviceLog(filter);
  const [first] = log.data?.pages ?? [];
  return (
    <Panel
      title="Calls of the web service"
      lead={`Calls of one token and function that came within a second stand in one row. What was sent is not kept.${
        first === undefined ? '' : ` Rows are kept for ${counted(first.keptDays, 'day')}.`
      }`}
      actions={
        <Button
          variant="default"
          loading={log.isRefetching}
          onClick={() => {
            void log.refetch();
          }}
        >
          Refresh
        </Button>
      }
    >
      <LogFilters
        key={queryOf(filter, null)}
        filter={filter}
        tokens={tokens.map(({ id, name }) => ({ value: String(id), label: name }))}
        functions={first?.functions ?? []}
        onFilter={onFilter}
      />
      <QueryView query={log} what="the calls" skeleton={<SkeletonRows rows={8} height={36} />}>
        {({ pages }) => <Entries entries={pages.flatMap(({ entries }) => entries)} narrowed={isNarrowed(filter)} />}
      </QueryView>
      {log.isFetchNextPageError ? <ErrorNotice error={log.error} title="Older calls could not be read" /> : null}
      {log.hasNextPage ? (
        <div>
          <Button
            variant="default"
            loading={log.isFetchingNextPage}
            onClick={() => {
              void log.fetchNextPage();
            }}
          >
            Show older calls
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}

interface EntriesProps {
  readonly entries: readonly WebserviceLogEntryDto[];
  readonly narrowed: boolean;
}

function Entries({ entries, narrowed }: EntriesProps) {
  if (entries.length > 0) return <LogTable entries={entries} />;
  return narrowed ? (
    <Empty title="No calls match this filter">
      <p>Widen the filter, or show all calls.</p>
    </Empty>
  ) : (
    <Empty title="Nobody has called the web service yet">
      <p>The first call of a bot stands here a second after it came.</p>
    </Empty>
  );
}
