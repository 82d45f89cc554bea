import type { RunDto, RunProblemDto } from '@pulsetech/contracts';
import { DataTable, type Column } from '../../../components/data-table.js';
import { Panel } from '../../../components/panel.js';
import { PersonLink } from '../../../components/person-link.js';
import { QueryView } from '../../../components/query-view.js';
import { SkeletonRows } from '../../../components/skeleton-rows.js';
import { useRunProblems } from '../api/use-run-problems.js';
import { problemsLead } from '../run-words.js';

/** What did not work in a run, one row each. */
export function ProblemsPanel({ run }: { readonly run: RunDto }) {
  const problems = useRunProblems(run);
  return (
    <Panel title="Problems" lead={problemsLead(run)}>
      <QueryView query={problems} what="the problems" skeleton={<SkeletonRows rows={3} height={36} />}>
        {(data) => (
          <DataTable
            label="Problems"
            columns={[PERSON, MESSAGE]}
            rows={data.map((problem, index) => ({ ...problem, index }))}
            keyOf={({ index }) => index}
          />
        )}
      </QueryView>
    </Panel>
  );
}

const PERSON: Column<RunProblemDto> = {
  title: 'Person',
  cell: ({ userId, userName }) =>
    userId === null ? 'The whole run' : <PersonLink userId={userId} name={userName ?? `user ${String(userId)}`} />,
};

const MESSAGE: Column<RunProblemDto> = { title: 'What happened', untitled: true, cell: ({ message }) => message };
