import type { RunItemDto } from '@pulsetech/contracts';
import { DataTable, type Column } from '../../../components/data-table.js';
import { PersonLink } from '../../../components/person-link.js';
import { StateMark } from '../../../components/state-mark.js';
import { itemObject } from '../item-filter.js';
import { ITEM_STATES } from '../run-words.js';
import classes from './items-panel.module.css';

interface ItemTableProps {
  readonly items: readonly RunItemDto[];
  readonly dry: boolean;
}

export function ItemTable({ items, dry }: ItemTableProps) {
  return (
    <DataTable
      label="People of this run"
      columns={[PERSON, WHAT, WHY, dry ? ACTION : STATE]}
      rows={items}
      keyOf={({ userId, kind, targetId, role, action }) => [userId, kind, targetId, role, action].join(' ')}
    />
  );
}

const PERSON: Column<RunItemDto> = {
  title: 'Person',
  isShort: true,
  cell: ({ userId, userName, kind, targetId }) => (
    <PersonLink userId={userId} name={userName} courseId={kind === 'cohort' ? undefined : targetId} />
  ),
};

const WHAT: Column<RunItemDto> = { title: 'What', isShort: true, untitled: true, cell: itemObject };

const WHY: Column<RunItemDto> = { title: 'Why', cell: ({ reason }) => reason };

const ACTION: Column<RunItemDto> = {
  title: 'Would be',
  untitled: true,
  cell: ({ action }) => (
    <StateMark tone={action === 'grant' ? 'given' : 'taken'}>{action === 'grant' ? 'Given' : 'Taken'}</StateMark>
  ),
};

const STATE: Column<RunItemDto> = {
  title: 'State',
  untitled: true,
  cell: ({ state, detail }) => (
    <>
      <StateMark tone={ITEM_STATES[state].tone}>{ITEM_STATES[state].word}</StateMark>
      {detail === null ? null : <p className={classes['more']}>{detail}</p>}
    </>
  ),
};
