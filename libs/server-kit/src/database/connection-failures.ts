import { ConnectionIsNotSetError, QueryFailedError } from 'typeorm';

/** What MariaDB and MySQL say before they hang up, as the answer to a statement. */
const HANGING_UP = ['ER_SERVER_SHUTDOWN', 'ER_NORMAL_SHUTDOWN', 'ER_CONNECTION_KILLED', 'ER_NEW_ABORTING_CONNECTION'];

/** SQLite cannot get at its file; the extended codes begin with these. */
const NO_FILE = /^SQLITE_(?:CANTOPEN|IOERR|NOTADB|READONLY_DBMOVED)/;

/** What the drivers have no code for: a statement after the connection, or the pool of them, was closed. */
const CLOSED = ['The database connection is not open', 'Pool is closed.'];

/**
 * Whether a statement failed because the database cannot be reached at all: no connection, one that broke, a refused
 * login, or a file that cannot be read. Failures of statements are none of these, and neither are those of other
 * servers, whose errors may carry the same codes of the operating system.
 */
export function isConnectionFailure(error: unknown): boolean {
  if (error instanceof ConnectionIsNotSetError) return true;
  const source: unknown = error instanceof QueryFailedError ? error.driverError : error;
  // Not by `instanceof Error`: a native driver may make its errors in another realm than ours.
  if (typeof source !== 'object' || source === null) return false;
  // So mysql2 marks every error after which a connection is of no use, and no other.
  if ('fatal' in source && source.fatal === true) return true;
  const code = 'code' in source && typeof source.code === 'string' ? source.code : '';
  const message = 'message' in source && typeof source.message === 'string' ? source.message : '';
  return HANGING_UP.includes(code) || NO_FILE.test(code) || CLOSED.includes(message);
}
