import { ConfigError, describeError, DomainError } from '@pulsetech/server-kit';

/** Says on standard error why the process cannot go on, in words where the cause is known, and sets the exit code. */
export function reportStartFailure(error: unknown): void {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}

function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof DomainError) return error.message;
  if (!(error instanceof Error)) return 'The process ended for an unknown reason.';
  const code = 'code' in error ? error.code : undefined;
  const port = 'port' in error ? String(error.port) : '';
  if (code === 'EADDRINUSE') {
    return `Port ${port} is in use already. End the program that uses it, or set PORT to another number.`;
  }
  if (code === 'EACCES' && port) return `Port ${port} may not be used by this user. Set PORT to a number above 1023.`;
  if (code === 'ECONNREFUSED') return 'The database server does not answer. Check DATABASE_URL and start the server.';
  if (code === 'ER_ACCESS_DENIED_ERROR') return 'The database server refuses the user or password in DATABASE_URL.';
  if (code === 'ER_BAD_DB_ERROR')
    return 'The database in DATABASE_URL does not exist yet. Create it on the server first.';
  const { message, stack } = describeError(error);
  return stack ?? message;
}
