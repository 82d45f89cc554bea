/**
 * What this process is for. Only a server starts work of its own accord (schedules, verification of the licence at the
 * start); the command line does what it is told and ends.
 */
export class ProcessRole {
  constructor(readonly name: 'server' | 'cli') {}

  get isServer(): boolean {
    return this.name === 'server';
  }
}
