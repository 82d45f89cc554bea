import { Button } from '@mantine/core';
import type { MappingDto } from '@pulsetech/contracts';
import { useState } from 'react';
import { StateMark } from '../../../components/state-mark.js';
import { formatNumber } from '../../../lib/counted.js';
import { mappingState } from '../mapping-words.js';
import { DeleteMappingDialog } from './delete-mapping-dialog.js';
import classes from './mapping-table.module.css';

interface MappingTableProps {
  readonly mappings: readonly MappingDto[];
  readonly mayChange: boolean;
}

/** Every mapping. On a phone each row stands as a block of its own, which needs the roles to be written out. */
export function MappingTable({ mappings, mayChange }: MappingTableProps) {
  const [deleting, setDeleting] = useState<MappingDto | null>(null);
  return (
    <>
      <table className={classes['table']} role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              Discord role
            </th>
            <th role="columnheader" scope="col">
              Course
            </th>
            <th role="columnheader" scope="col">
              Role
            </th>
            <th role="columnheader" scope="col">
              Cohort
            </th>
            <th role="columnheader" scope="col" className={classes['people']}>
              People
            </th>
            <th role="columnheader" scope="col">
              State
            </th>
            {mayChange ? (
              <th role="columnheader" scope="col">
                Action
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {mappings.map((mapping) => (
            <MappingRow key={mapping.id} mapping={mapping} onDelete={mayChange ? setDeleting : undefined} />
          ))}
        </tbody>
      </table>
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

interface MappingRowProps {
  readonly mapping: MappingDto;
  readonly onDelete: ((mapping: MappingDto) => void) | undefined;
}

function MappingRow({ mapping, onDelete }: MappingRowProps) {
  const { tone, word } = mappingState(mapping);
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        {mapping.discordRoleName}
      </th>
      <td role="cell" data-label="Course">
        {mapping.courseName ?? <Gone what="course" />}
      </td>
      <td role="cell" data-label="Role">
        {mapping.roleName ?? <Gone what="role" />}
      </td>
      <td role="cell" data-label="Cohort">
        {mapping.cohortId === null ? (
          <span className={classes['none']}>none</span>
        ) : (
          (mapping.cohortName ?? <Gone what="cohort" />)
        )}
      </td>
      <td role="cell" data-label="People" className={classes['people']}>
        {formatNumber(mapping.people)}
      </td>
      <td role="cell" data-label="State">
        <StateMark tone={tone}>{word}</StateMark>
        <Sentences of={mapping.problems} />
        <Sentences of={mapping.warnings} />
      </td>
      {onDelete ? (
        <td role="cell" className={classes['action']}>
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
        </td>
      ) : null}
    </tr>
  );
}

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
