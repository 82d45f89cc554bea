import { QueryFailedError } from 'typeorm';

/** How MariaDB and MySQL refuse a connection, or say that they hang up. */
const REFUSED = [
  'ER_ACCESS_DENIED_ERROR',
  'ER_DBACCESS_DENIED_ERROR',
  'ER_BAD_DB_ERROR',
  'ER_CON_COUNT_ERROR',
  'ER_TOO_MANY_USER_CONNECTIONS',
  'ER_USER_LIMIT_REACHED',
  'ER_HOST_IS_BLOCKED',
  'ER_HOST_NOT_PRIVILEGED',
  'ER_SERVER_SHUTDOWN',
  'ER_NORMAL_SHUTDOWN',
  'ER_CONNECTION_KILLED',
  'ER_NEW_ABORTING_CONNECTION',
];

/** SQLite cannot get at its file; the extended codes begin with these. */
const NO_FILE = /^SQLITE_(?:CANTOPEN|IOERR|NOTADB|READONLY_DBMOVED)/;

/** What there is no code for: a statement after the connection, or the pool of them, was closed. */
const CLOSED =
  /^(?:The database connection is not open|Pool is closed\.|Connection is not established with \w+ database)$/;

/**
 * Whether a statement failed because the database cannot be reached at all: no connection, one that broke, a refused
 * login, or a file that cannot be read. Failures of statements are none of these, and neither are those of other
 * servers, whose errors may carry the same codes of the operating system.
 */
export function isConnectionFailure(error: unknown): boolean {
  const source: unknown = error instanceof QueryFailedError ? error.driverError : error;
  // Not by `instanceof Error`: a native driver may make its errors in another realm than ours.
  if (typeof source !== 'object' || source === null) return false;
  // So mysql2 marks what breaks a connection, and nothing else.
  if ('fatal' in source && source.fatal === true) return true;
  const code = 'code' in source && typeof source.code === 'string' ? source.code : '';
  const message = 'message' in source && typeof source.message === 'string' ? source.message : '';
  return REFUSED.includes(code) || NO_FILE.test(code) || CLOSED.test(message);
}
