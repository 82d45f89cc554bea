import type { RunDto, RunFigures } from '@pulsetech/contracts';
import { DataTable, type Column } from '../../../components/data-table.js';
import { Panel } from '../../../components/panel.js';
import { QueryView } from '../../../components/query-view.js';
import { SkeletonRows } from '../../../components/skeleton-rows.js';
import { StateMark } from '../../../components/state-mark.js';
import { formatNumber } from '../../../lib/counted.js';
import { share } from '../../../lib/share.js';
import { useRunFigures } from '../api/use-run-figures.js';
import { figureRows, type FigureRow } from '../figure-rows.js';

/** What a run gives and takes, by mapping and by course. */
export function FiguresPanel({ run }: { readonly run: RunDto }) {
  const figures = useRunFigures(run);
  return (
    <QueryView
      query={figures}
      what="the figures"
      skeleton={run.state === 'running' ? null : <SkeletonRows rows={3} height={40} />}
    >
      {({ mappings, courses }) => (
        <>
          <Figures
            title="By mapping"
            lead="Course roles and cohort memberships."
            first="Mapping"
            rows={figureRows(mappings, run.stops)}
          />
          <Figures title="By course" lead="Course roles alone." first="Course" rows={figureRows(courses, [])} />
        </>
      )}
    </QueryView>
  );
}

interface FiguresProps {
  readonly title: string;
  /** What is counted. */
  readonly lead: string;
  readonly first: string;
  readonly rows: readonly FigureRow[];
}

function Figures({ title, lead, first, rows }: FiguresProps) {
  if (rows.length === 0) return null;
  const used = NUMBERS.filter(({ key }) => rows.some((row) => row[key] > 0));
  const columns = used.map(({ key, title: name }) => ({
    title: name,
    isNumber: true,
    cell: (row: FigureRow) => formatNumber(row[key]),
  }));
  const stopped: Column<FigureRow>[] = rows.some(({ stop }) => stop !== null) ? [OF_ALL, KEEP, LIMIT] : [];
  return (
    <Panel title={title} lead={lead}>
      <DataTable
        label={title}
        columns={[{ title: first, cell: ({ label }) => label }, ...columns, ...stopped]}
        rows={rows}
        keyOf={({ key }) => key}
      />
    </Panel>
  );
}

const NUMBERS: readonly { readonly key: keyof RunFigures; readonly title: string }[] = [
  { key: 'given', title: 'Given' },
  { key: 'taken', title: 'Taken' },
  { key: 'toGive', title: 'To give' },
  { key: 'toTake', title: 'To take' },
];

const OF_ALL: Column<FigureRow> = {
  title: 'Share',
  isNumber: true,
  cell: ({ stop }) => (stop === null ? '–' : share(stop.removals, stop.active)),
};

const KEEP: Column<FigureRow> = {
  title: 'Keep it',
  isNumber: true,
  cell: ({ stop }) => (stop === null ? '–' : formatNumber(stop.active - stop.removals)),
};

const LIMIT: Column<FigureRow> = {
  title: 'Limit',
  cell: ({ stop }) =>
    stop === null ? (
      <StateMark tone="ok">Within</StateMark>
    ) : (
      <StateMark tone="held">{stop.scope === 'broken_mapping' ? 'Role deleted' : 'Over it'}</StateMark>
    ),
};
