import type { TableColumnOptions, TableForeignKeyOptions, TableIndexOptions } from 'typeorm';

// The few forms of columns that SQLite and MariaDB understand alike, for migrations.

export const id: TableColumnOptions = {
  name: 'id',
  type: 'integer',
  isPrimary: true,
  isGenerated: true,
  generationStrategy: 'increment',
};

export const integer = (name: string, options: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'integer',
  ...options,
});

/** For Unix milliseconds. */
export const bigint = (name: string, options: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'bigint',
  ...options,
});

export const varchar = (
  name: string,
  length: number,
  options: Partial<TableColumnOptions> = {},
): TableColumnOptions => ({ name, type: 'varchar', length: String(length), ...options });

export const text = (name: string, options: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'text',
  ...options,
});

export const unique = (name: string, ...columnNames: string[]): TableIndexOptions => ({
  name,
  columnNames,
  isUnique: true,
});

export const index = (name: string, ...columnNames: string[]): TableIndexOptions => ({ name, columnNames });

/** Rows that belong to a licence go with it. */
export const ofLicence = (name: string): TableForeignKeyOptions => ({
  name,
  columnNames: ['licence_id'],
  referencedTableName: 'licences',
  referencedColumnNames: ['id'],
  onDelete: 'CASCADE',
  onUpdate: 'NO ACTION',
});
