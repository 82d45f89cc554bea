import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { RunDto } from '@pulsetech/contracts';
import { ErrorNotice } from '../../components/error-notice.js';
import { Forbidden } from '../../components/forbidden.js';
import { Page } from '../../components/page.js';
import { QueryView } from '../../components/query-view.js';
import { SkeletonRows } from '../../components/skeleton-rows.js';
import { RunChangesPanel } from '../../features/changes/components/run-changes-panel.js';
import { useRun } from '../../features/runs/api/use-run.js';
import { useRunAction } from '../../features/runs/api/use-run-action.js';
import { DryStopPanel } from '../../features/runs/components/dry-stop-panel.js';
import { FiguresPanel } from '../../features/runs/components/figures-panel.js';
import { HeldPanel } from '../../features/runs/components/held-panel.js';
import { ItemsPanel } from '../../features/runs/components/items-panel.js';
import { ProblemsPanel } from '../../features/runs/components/problems-panel.js';
import { RunSummary } from '../../features/runs/components/run-summary.js';
import { hasItems, type ItemFilter } from '../../features/runs/item-filter.js';
import { runName } from '../../features/runs/run-words.js';
import { canManage } from '../../features/session/access.js';
import { useSettings } from '../../features/settings/api/use-settings.js';
import { INTEGRATION, PATHS } from '../../lib/paths.js';
import { NotFoundPage } from './not-found.js';
import { useSignedInUser } from './use-signed-in-user.js';

export function RunPage() {
  const { id, ...filter } = useSearch({ from: `/signed-in${PATHS.run}` });
  const user = useSignedInUser();
  if (user === null) return null;
  if (id === undefined) return <NotFoundPage />;
  if (!canManage(user)) {
    return (
      <Page title="Sync run" within={INTEGRATION} wide>
        <Forbidden />
      </Page>
    );
  }
  // Another run is another page: nothing typed or answered there belongs here.
  return <OneRun key={id} id={Number(id)} filter={filter} />;
}

interface OneRunProps {
  readonly id: number;
  readonly filter: ItemFilter;
}

function OneRun({ id, filter }: OneRunProps) {
  const query = useRun(id);
  return (
    <Page title={query.data === undefined ? `Run ${String(id)}` : runName(query.data)} within={INTEGRATION} wide>
      <p>
        <Link to={PATHS.runs}>All sync runs</Link>
      </p>
      <QueryView query={query} what="the run" skeleton={<SkeletonRows rows={3} height={160} />}>
        {(run) => <Parts run={run} filter={filter} />}
      </QueryView>
    </Page>
  );
}

function Parts({ run, filter }: { readonly run: RunDto; readonly filter: ItemFilter }) {
  const settings = useSettings();
  const approve = useRunAction(run.id, 'approve');
  const reject = useRunAction(run.id, 'reject');
  const navigate = useNavigate();
  const refusal = approve.error ?? reject.error;
  const isHeld = run.state === 'held';
  return (
    <>
      {isHeld ? <HeldPanel run={run} settings={settings.data} approve={approve} reject={reject} /> : null}
      {/* The panel with the buttons is gone when somebody else was faster; the answer stays. */}
      {!isHeld && refusal !== null ? (
        <ErrorNotice error={refusal} title="Somebody decided before you" takesFocus />
      ) : null}
      <RunSummary run={run} />
      {run.dry && run.stops.length > 0 ? <DryStopPanel run={run} settings={settings.data} /> : null}
      {run.errors > 0 ? <ProblemsPanel run={run} /> : null}
      <FiguresPanel run={run} />
      {hasItems(run) ? (
        <ItemsPanel
          run={run}
          filter={filter}
          onFilter={(wanted) =>
            void navigate({
              to: PATHS.run,
              search: { id: String(run.id), ...wanted },
              replace: true,
              resetScroll: false,
            })
          }
        />
      ) : null}
      {run.dry ? null : <RunChangesPanel runId={run.id} isRunning={run.state === 'running'} />}
    </>
  );
}
