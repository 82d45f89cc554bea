import type { ChangeDto } from '@pulsetech/contracts';
import { Link } from '@tanstack/react-router';
import { DataTable, type Column } from '../../../components/data-table.js';
import { Moment } from '../../../components/moment.js';
import { PersonLink } from '../../../components/person-link.js';
import { StateMark } from '../../../components/state-mark.js';
import { PATHS } from '../../../lib/paths.js';
import { ACTION_WORDS, causeWords, runBegunBy } from '../change-words.js';

interface ChangeTableProps {
  readonly changes: readonly ChangeDto[];
  /** What every row has in common, and need not be said in each. */
  readonly of?: 'run' | 'person';
}

export function ChangeTable({ changes, of }: ChangeTableProps) {
  return (
    <DataTable
      label="Changes"
      columns={
        of === 'person'
          ? [WHEN, ACTION, WHAT, OCCASION]
          : [PERSON, ACTION, WHAT, ...(of === 'run' ? [] : [OCCASION]), WHEN]
      }
      rows={changes}
      keyOf={({ id }) => id}
    />
  );
}

const WHEN: Column<ChangeDto> = { title: 'When', isShort: true, cell: ({ at }) => <Moment atMs={at * 1000} /> };

const PERSON: Column<ChangeDto> = {
  title: 'Person',
  isShort: true,
  cell: ({ userId, userName, kind, targetId }) => (
    <PersonLink userId={userId} name={userName} courseId={kind === 'cohort' ? undefined : targetId} />
  ),
};

const ACTION: Column<ChangeDto> = {
  title: 'Change',
  untitled: true,
  cell: ({ action }) => <StateMark tone={ACTION_WORDS[action].tone}>{ACTION_WORDS[action].word}</StateMark>,
};

const WHAT: Column<ChangeDto> = { title: 'What and why', untitled: true, cell: ({ what }) => what };

const OCCASION: Column<ChangeDto> = {
  title: 'Occasion',
  isShort: true,
  cell: ({ runId, cause, startedBy }) =>
    runId === null ? (
      causeWords(cause)
    ) : (
      <>
        <Link to={PATHS.run} search={{ id: String(runId) }}>
          {`Run ${String(runId)}`}
        </Link>{' '}
        {runBegunBy(cause, startedBy)}
      </>
    ),
};
