import { Button } from '@mantine/core';
import { Empty } from '../../../components/empty.js';
import { ErrorNotice } from '../../../components/error-notice.js';
import { Panel } from '../../../components/panel.js';
import { QueryView } from '../../../components/query-view.js';
import { SkeletonRows } from '../../../components/skeleton-rows.js';
import { useRuns } from '../api/use-runs.js';
import { useStartRun } from '../api/use-start-run.js';
import { RunTable } from './run-table.js';

export function RunsPanel() {
  const runs = useRuns();
  const start = useStartRun();
  const running = runs.data?.some((run) => run.state === 'running') ?? false;
  return (
    <Panel
      title="Sync runs"
      lead="Each compares the Discord roles of all linked users with their courses."
      actions={
        <Button
          loading={start.isPending}
          disabled={running}
          onClick={() => {
            start.mutate();
          }}
        >
          Sync all users now
        </Button>
      }
    >
      {start.error === null ? null : <ErrorNotice error={start.error} title="The run was not started" takesFocus />}
      <QueryView query={runs} what="the last runs" skeleton={<SkeletonRows rows={4} height={36} />}>
        {(data) =>
          data.length === 0 ? (
            <Empty title="Nothing has run yet">
              <p>The first run comes by its schedule, or now with “Sync all users now”.</p>
            </Empty>
          ) : (
            <RunTable runs={data} />
          )
        }
      </QueryView>
    </Panel>
  );
}
