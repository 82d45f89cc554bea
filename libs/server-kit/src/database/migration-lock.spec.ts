import { withMigrationLock } from './migration-lock.js';

/** A connection to a database server that answers GET_LOCK with `taken`. */
class LockingServer {
  readonly asked: string[] = [];

  constructor(private readonly taken: unknown) {}

  readonly query = async (statement: string): Promise<unknown> => {
    this.asked.push(/(GET|RELEASE)_LOCK/.exec(statement)?.[0] ?? statement);
    return [{ taken: this.taken }];
  };
}

describe('the lock of migrations', () => {
  it.each([1, '1', 1n])('is held while they run, when the server says %p', async (taken) => {
    const server = new LockingServer(taken);
    await withMigrationLock(server, async () => void server.asked.push('work'));
    expect(server.asked).toEqual(['GET_LOCK', 'work', 'RELEASE_LOCK']);
  });

  it('is given back when they fail', async () => {
    const server = new LockingServer(1);
    const failing = withMigrationLock(server, () => Promise.reject(new Error('wrong')));
    await expect(failing).rejects.toThrow('wrong');
    expect(server.asked).toEqual(['GET_LOCK', 'RELEASE_LOCK']);
  });

  it.each([0, null])('lets none run without it, when the server says %p', async (taken) => {
    const server = new LockingServer(taken);
    const refused = withMigrationLock(server, async () => void server.asked.push('work'));
    await expect(refused).rejects.toThrow('Another process has been changing');
    expect(server.asked).toEqual(['GET_LOCK']);
  });
});
