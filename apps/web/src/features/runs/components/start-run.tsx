import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { ErrorNotice } from '../../../components/error-notice.js';
import { Panel } from '../../../components/panel.js';
import { PATHS } from '../../../lib/paths.js';
import { useStartRun } from '../api/use-start-run.js';

/** Begins a run, or shows first what one would do; both lead to the page of the run. */
export function StartRun({ isRunning }: { readonly isRunning: boolean }) {
  const start = useStartRun();
  const navigate = useNavigate();
  const begin = (dry: boolean) => () => {
    start.mutate(
      { dry },
      {
        onSuccess: (run) => {
          void navigate({ to: PATHS.run, search: { id: String(run.id) } });
        },
      },
    );
  };
  const wanted = start.variables?.dry;
  return (
    <Panel
      title="Synchronise everybody"
      lead="A run compares the Discord roles of all linked people with their courses. A dry run shows what it would do and changes nothing."
      actions={
        <>
          <Button variant="default" loading={start.isPending && wanted === true} onClick={begin(true)}>
            Dry run
          </Button>
          <Button loading={start.isPending && wanted === false} onClick={begin(false)}>
            {isRunning ? 'Go to the running run' : 'Run now'}
          </Button>
        </>
      }
    >
      {start.error === null ? null : <ErrorNotice error={start.error} title="The run was not started" takesFocus />}
    </Panel>
  );
}
