import { Empty } from '../../../components/empty.js';
import { MoreButton } from '../../../components/more-button.js';
import { Panel } from '../../../components/panel.js';
import { QueryView } from '../../../components/query-view.js';
import { SkeletonRows } from '../../../components/skeleton-rows.js';
import { useRuns } from '../api/use-runs.js';
import { RunList } from './run-list.js';
import { StartRun } from './start-run.js';

/** All runs, and the buttons that begin one. */
export function RunsPanel() {
  const runs = useRuns();
  const isRunning = runs.data?.pages.some((page) => page.some((run) => run.state === 'running')) ?? false;
  return (
    <>
      <StartRun isRunning={isRunning} />
      <Panel title="Runs" lead="▲ given, ▼ taken. Each run keeps its changes and the reason of every one.">
        <QueryView query={runs} what="the runs" skeleton={<SkeletonRows rows={6} height={52} />}>
          {({ pages }) =>
            pages.flat().length === 0 ? (
              <Empty title="Nothing has run yet">
                <p>The first run comes by its schedule, or now with “Run now”.</p>
              </Empty>
            ) : (
              <RunList runs={pages.flat()} />
            )
          }
        </QueryView>
        <MoreButton query={runs} label="Show older runs" />
      </Panel>
    </>
  );
}
