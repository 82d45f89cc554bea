import { spawn, type ChildProcess } from 'node:child_process';

/** A command as somebody at a terminal runs it. */
export class CommandRun {
  private printed = '';
  readonly ended: Promise<number | null>;

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.printed += chunk;
      });
    }
    this.ended = new Promise((resolve) => child.once('close', (code) => resolve(code)));
  }

  static start(script: string, options: { cwd: string; env: Readonly<Record<string, string>> }): CommandRun {
    return new CommandRun(
      spawn(process.execPath, [script], { ...options, env: { ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] }),
    );
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get output(): string {
    return this.printed;
  }

  /** Waits until the text was printed; an end before that is an error. */
  async prints(text: string, timeoutMs = 120_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!this.printed.includes(text)) {
      if (this.child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`“${text}” was not printed, but:\n${this.printed}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async end(signal: 'SIGINT' | 'SIGTERM' = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}
