import type { ChangeDto } from '@pulsetech/contracts';
import { Link } from '@tanstack/react-router';
import { DataTable, type Column } from '../../../components/data-table.js';
import { Moment } from '../../../components/moment.js';
import { StateMark } from '../../../components/state-mark.js';
import { PATHS } from '../../../lib/paths.js';
import { changeObject } from '../change-filter.js';
import { ACTION_WORDS, causeWords } from '../change-words.js';
import classes from './change-table.module.css';

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
          ? [WHEN, ACTION, WHAT, WHY, CAUSE]
          : [WHEN, PERSON, ACTION, WHAT, WHY, ...(of === 'run' ? [] : [CAUSE])]
      }
      rows={changes}
      keyOf={({ id }) => id}
    />
  );
}

const WHEN: Column<ChangeDto> = { title: 'When', cell: ({ at }) => <Moment atMs={at * 1000} /> };

const PERSON: Column<ChangeDto> = {
  title: 'Person',
  cell: ({ userId, userName, kind, targetId }) => (
    <Link to={PATHS.person} search={{ id: String(userId), course: kind === 'cohort' ? undefined : String(targetId) }}>
      {userName}
    </Link>
  ),
};

const ACTION: Column<ChangeDto> = {
  title: 'Change',
  untitled: true,
  cell: ({ action }) => <StateMark tone={ACTION_WORDS[action].tone}>{ACTION_WORDS[action].word}</StateMark>,
};

const WHAT: Column<ChangeDto> = { title: 'What', untitled: true, cell: changeObject };

const WHY: Column<ChangeDto> = { title: 'Why', untitled: true, cell: ({ sentence }) => sentence };

const CAUSE: Column<ChangeDto> = {
  title: 'By',
  cell: ({ cause, runId }) => (
    <>
      {causeWords(cause)}
      {runId === null ? null : (
        <>
          {' '}
          <Link to={PATHS.run} search={{ id: String(runId) }} className={classes['sub']}>
            {`run ${String(runId)}`}
          </Link>
        </>
      )}
    </>
  ),
};
