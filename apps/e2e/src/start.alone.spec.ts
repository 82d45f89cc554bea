import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@pulsetech/testing';
import { findFreePortRange, isPortFree } from '../../../tools/ports.mjs';
import { CommandRun } from './harness/command-run.js';

const root = resolve(__dirname, '../../..');
let data: TemporaryFolder;
let port: number;
const started: CommandRun[] = [];

/** From another folder than the checkout, to see that it does not matter. */
function npmStart(env: Readonly<Record<string, string>> = {}): CommandRun {
  const run = CommandRun.start(join(root, 'tools/start.mjs'), {
    cwd: tmpdir(),
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      DATA_DIR: data.path,
      PORT: String(port),
      ...env,
    },
  });
  started.push(run);
  return run;
}

beforeEach(async () => {
  data = temporaryFolder('pt-start-');
  port = await findFreePortRange();
});
afterEach(async () => {
  for (const run of started.splice(0)) await run.end();
  data.remove();
});

function childrenOf(parent: number): { pid: number; command: string }[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return table.split('\n').flatMap((line) => {
    const [, pid, ppid, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(ppid) === parent && command ? [{ pid: Number(pid), command }] : [];
  });
}

async function allPortsFree(): Promise<boolean> {
  const free = await Promise.all([port, port + 1, port + 2].map((each) => isPortFree(each)));
  return free.every(Boolean);
}

describe('npm start', () => {
  it('runs the demo, prints where it is and a request that works as it stands, and ends all it started', async () => {
    const run = npmStart();
    await run.prints(`Ready: http://localhost:${port}`);
    await run.prints('Ctrl-C');

    expect((await fetch(`http://localhost:${port}/health`)).status).toBe(200);
    expect(run.output).toContain('Admin-demo-1');
    const curl = /^ {2}curl [\s\S]*?"discord_id=\d+"$/m.exec(run.output)?.[0] ?? '';
    const answer = execFileSync('sh', ['-c', curl], { encoding: 'utf8', stdio: 'pipe' });
    expect(JSON.parse(answer)).toMatchObject({ found: true, username: 'jsmith' });

    expect(await run.end('SIGINT')).toBe(0);
    expect(await allPortsFree()).toBe(true);
  });

  it('keeps the data for the next start, and refuses a second one at the same time', async () => {
    const first = npmStart();
    await first.prints('Ctrl-C');
    const second = npmStart({ PORT: String(await findFreePortRange()) });
    expect(await second.ended).toBe(1);
    expect(second.output).toContain('in use by another start');
    await first.end();

    const again = npmStart();
    await again.prints('Ctrl-C');
    expect((await fetch(`http://localhost:${port}/health`)).status).toBe(200);
  });

  it('names a port that is taken and what to do', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(port + 1, '127.0.0.1', done));
    const run = npmStart();

    expect(await run.ended).toBe(1);
    expect(run.output).toContain(`Port ${port + 1} is taken`);
    expect(run.output).toContain('PORT=');
    other.close();
  });

  it('tells which settings are wrong and runs nothing', async () => {
    const run = npmStart({ NODE_ENV: 'production' });

    expect(await run.ended).toBe(1);
    expect(run.output).toContain('DISCORD_CLIENT_ID');
  });

  it('stops everything when one of the servers dies', async () => {
    const run = npmStart();
    await run.prints('Ctrl-C');
    const billing = childrenOf(run.pid).find((child) => child.command.includes('apps/billing'));
    process.kill(billing?.pid ?? 0, 'SIGKILL');

    expect(await run.ended).toBe(1);
    expect(run.output).toContain('billing ended by itself');
    expect(await allPortsFree()).toBe(true);
  });

  it('stops everything with the last words of a server that cannot go on', async () => {
    const run = npmStart({ SESSION_SECRET: 'short' });

    expect(await run.ended).toBe(1);
    expect(run.output).toContain('SESSION_SECRET');
    expect(await allPortsFree()).toBe(true);
  });
});
