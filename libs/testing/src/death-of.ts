import type { ChildProcess } from 'node:child_process';

/** How a server that nobody asked to end did end, and its last words; null as long as it runs. */
export function deathOf(server: ChildProcess, name: string, lastWords = (): string => ''): string | null {
  if (server.exitCode === null && server.signalCode === null) return null;
  const how = server.signalCode ? `by ${server.signalCode}` : `with code ${server.exitCode}`;
  return `${name} ended by itself, ${how}.\n${lastWords()}`.trimEnd();
}
