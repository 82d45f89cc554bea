import type { ReactNode } from 'react';
import classes from './data-table.module.css';

export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => ReactNode;
  readonly isNumber?: boolean;
  /** Holds a button. */
  readonly isAction?: boolean;
  /** Stands in few words, which should not be broken for the sake of a long neighbour. */
  readonly isShort?: boolean;
  /** Stands in a word or two, and takes no more room than they need; a word is not broken. */
  readonly isWord?: boolean;
  /** On narrow screens the title stands before the cell; not where the cell speaks for itself. */
  readonly untitled?: boolean;
}

interface DataTableProps<T> {
  readonly label: string;
  /** The first one names its row. */
  readonly columns: readonly [Column<T>, ...Column<T>[]];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string | number;
}

/** Rows under a head that stays in sight. On narrow screens each row is a block, which needs the roles written out. */
export function DataTable<T>({ label, columns: [first, ...others], rows, keyOf }: DataTableProps<T>) {
  return (
    <table className={classes['table']} role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          {[first, ...others].map(({ title, isNumber = false, isAction }) => (
            <th key={title} role="columnheader" scope="col" data-number={isNumber} data-action={isAction}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={keyOf(row)} role="row">
            <th role="rowheader" scope="row" data-short={first.isShort}>
              {first.cell(row)}
            </th>
            {others.map(({ title, cell, isNumber = false, isAction, isShort, isWord, untitled = false }) => (
              <td
                key={title}
                role="cell"
                data-number={isNumber}
                data-action={isAction}
                data-short={isShort}
                data-word={isWord}
                data-label={untitled ? undefined : title}
              >
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
