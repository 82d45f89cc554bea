import { Button } from '@mantine/core';
import type { MappingDto } from '@pulsetech/contracts';
import { useState } from 'react';
import { DataTable, type Column } from '../../../components/data-table.js';
import { StateMark } from '../../../components/state-mark.js';
import { formatNumber } from '../../../lib/counted.js';
import { mappingState } from '../mapping-words.js';
import { DeleteMappingDialog } from './delete-mapping-dialog.js';
import classes from './mapping-table.module.css';

interface MappingTableProps {
  readonly mappings: readonly MappingDto[];
  readonly mayChange: boolean;
}

/** Every mapping: what it gives, to how many people, and whether it works. */
export function MappingTable({ mappings, mayChange }: MappingTableProps) {
  const [deleting, setDeleting] = useState<MappingDto | null>(null);
  return (
    <>
      <DataTable
        label="Mappings"
        columns={[ROLE, ...GIVES, PEOPLE, STATE, ...(mayChange ? [deletion(setDeleting)] : [])]}
        rows={mappings}
        keyOf={({ id }) => id}
      />
      {mayChange ? (
        <DeleteMappingDialog
          mapping={deleting}
          onClose={() => {
            setDeleting(null);
          }}
        />
      ) : null}
    </>
  );
}

const ROLE: Column<MappingDto> = {
  title: 'Discord role',
  isShort: true,
  cell: ({ discordRoleName }) => discordRoleName,
};

const GIVES: readonly Column<MappingDto>[] = [
  { title: 'Course', isShort: true, cell: ({ courseName }) => courseName ?? <Gone what="course" /> },
  { title: 'Role', isWord: true, cell: ({ roleName }) => roleName ?? <Gone what="role" /> },
  {
    title: 'Cohort',
    isWord: true,
    cell: ({ cohortId, cohortName }) =>
      cohortId === null ? <span className={classes['none']}>none</span> : (cohortName ?? <Gone what="cohort" />),
  },
];

const PEOPLE: Column<MappingDto> = { title: 'People', isNumber: true, cell: ({ people }) => formatNumber(people) };

const STATE: Column<MappingDto> = {
  title: 'State',
  cell: (mapping) => {
    const { tone, word } = mappingState(mapping);
    return (
      <>
        <StateMark tone={tone}>{word}</StateMark>
        <Sentences of={mapping.problems} />
        <Sentences of={mapping.warnings} />
      </>
    );
  },
};

const deletion = (onDelete: (mapping: MappingDto) => void): Column<MappingDto> => ({
  title: 'Action',
  isAction: true,
  untitled: true,
  cell: (mapping) => (
    <Button
      size="xs"
      variant="default"
      aria-label={`Delete mapping of ${mapping.discordRoleName} to ${mapping.courseName ?? 'a deleted course'}`}
      onClick={() => {
        onDelete(mapping);
      }}
    >
      Delete
    </Button>
  ),
});

function Sentences({ of: sentences }: { readonly of: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <ul className={classes['problems']}>
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

function Gone({ what }: { readonly what: string }) {
  return <span className={classes['gone']}>deleted {what}</span>;
}
