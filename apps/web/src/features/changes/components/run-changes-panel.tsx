import { Panel } from '../../../components/panel.js';
import { useChanges } from '../api/use-changes.js';
import { ChangesList } from './changes-list.js';
import { CsvLink } from './csv-link.js';

const WHILE_RUNNING_MS = 5_000;

interface RunChangesPanelProps {
  readonly runId: number;
  readonly isRunning: boolean;
}

/** What one run has changed. */
export function RunChangesPanel({ runId, isRunning }: RunChangesPanelProps) {
  const filter = { runid: String(runId) };
  const changes = useChanges(filter, isRunning ? WHILE_RUNNING_MS : false);
  const isEmpty = changes.data?.pages[0]?.items.length === 0;
  return (
    <Panel
      title="Changes"
      lead="What this run has changed, the newest first."
      actions={isEmpty ? null : <CsvLink filter={filter} />}
    >
      <ChangesList
        changes={changes}
        of="run"
        none={{
          title: isRunning ? 'Nothing changed yet' : 'This run changed nothing',
          sentence: isRunning ? 'What it gives stands here within seconds.' : 'Everybody has what they had before.',
        }}
      />
    </Panel>
  );
}
