import { spawn } from 'node:child_process';

/** A command that ended with another exit code than 0, with all that it printed. */
export class CommandFailed extends Error {
  /** @param {string} command @param {number | null} exitCode @param {string} output */
  constructor(command, exitCode, output) {
    super(`“${command}” ended with ${exitCode === null ? 'a signal' : `exit code ${exitCode}`}.`);
    this.name = 'CommandFailed';
    this.exitCode = exitCode;
    this.output = output;
  }
}

/**
 * Runs a command to its end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, show?: (line: string) => void }} [options]
 *   `env` is the whole environment, by default this process's own; `show` is told each line as it comes.
 * @returns {Promise<{ stdout: string, stderr: string }>}
 * @throws {CommandFailed} when the exit code is not 0.
 */
export function runCommand(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out = collect(child.stdout, options.show);
    const err = collect(child.stderr, options.show);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve({ stdout: out.text(), stderr: err.text() });
      else reject(new CommandFailed([command, ...args].join(' '), code, out.text() + err.text()));
    });
  });
}

function collect(stream, show) {
  let text = '';
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk) => {
    text += chunk;
    if (!show) return;
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) show(line);
  });
  stream.on('end', () => {
    if (show && rest) show(rest);
  });
  return { text: () => text };
}

/** The last lines of a longer output, for a message. */
export function lastLines(text, count = 30) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
