import { QueryFailedError } from 'typeorm';

const UNIQUE_VIOLATIONS = ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'ER_DUP_ENTRY'];
const RETRYABLE = ['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD', 'SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT'];

/** Whether a statement failed because a unique index or primary key holds the value already. */
export function isUniqueViolation(error: unknown): boolean {
  return UNIQUE_VIOLATIONS.includes(codeOf(error));
}

/** Whether the transaction lost against another one, so that running it again as a whole can succeed. */
export function isConcurrencyFailure(error: unknown): boolean {
  return RETRYABLE.includes(codeOf(error));
}

/** Whether somebody else kept a row for too long. Only the statement is undone by that; the transaction may go on. */
export function isLockTimeout(error: unknown): boolean {
  return codeOf(error) === 'ER_LOCK_WAIT_TIMEOUT';
}

/** Whether a statement of SQLite failed because the table, index or column that it makes is there already. */
export function isAlreadyThere(error: unknown): boolean {
  const message = error instanceof QueryFailedError ? error.message : '';
  return codeOf(error) === 'SQLITE_ERROR' && /already exists|duplicate column name/.test(message);
}

function codeOf(error: unknown): string {
  const source: unknown = error instanceof QueryFailedError ? error.driverError : error;
  // Not by `instanceof Error`: a native driver may make its errors in another realm than ours.
  const carriesCode = typeof source === 'object' && source !== null && 'code' in source;
  return carriesCode && typeof source.code === 'string' ? source.code : '';
}
