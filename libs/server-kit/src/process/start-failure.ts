import { ConfigError } from '../config/config.error.js';
import { DomainError } from '../errors/domain-error.js';
import { describeError } from '../logging/redaction.js';

/** Makes what says on standard error why the process cannot go on, and sets the exit code. */
export function startFailureReporter(databaseSetting: string): (error: unknown) => void {
  return (error) => {
    process.stderr.write(`${startFailureWords(error, databaseSetting)}\n`);
    process.exitCode = 1;
  };
}

/**
 * Why a process cannot start or go on: in words and with what to do where the cause is known, else with the place in the
 * program. `databaseSetting`: the name of the setting with the database's address. No values of settings are told.
 */
export function startFailureWords(error: unknown, databaseSetting: string): string {
  if (error instanceof ConfigError || error instanceof DomainError) return error.message;
  if (!(error instanceof Error)) return 'The process ended for an unknown reason.';
  const code = 'code' in error ? error.code : undefined;
  const port = 'port' in error ? String(error.port) : '';
  if (code === 'EADDRINUSE') {
    return `Port ${port} is in use already. End the program that uses it, or set PORT to another number.`;
  }
  if (code === 'EACCES' && port) return `Port ${port} may not be used by this user. Set PORT to a number above 1023.`;
  if (code === 'ECONNREFUSED')
    return `The database server does not answer. Check ${databaseSetting} and start the server.`;
  if (code === 'ER_ACCESS_DENIED_ERROR')
    return `The database server refuses the user or password in ${databaseSetting}.`;
  if (code === 'ER_BAD_DB_ERROR') {
    return `The database in ${databaseSetting} does not exist yet. Create it on the server first.`;
  }
  const { message, stack } = describeError(error);
  return stack ?? message;
}
