import { join } from 'node:path';
import { CommandFailed, lastLines, runCommand } from './run-command.mjs';
import { step } from './step.mjs';

/** Environment in which Nx prints plain lines and leaves no process behind. */
export const NX_ENVIRONMENT = { NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0', NO_COLOR: '1' };

/** Runs one Nx target; answers like runCommand. */
export function runNx(root, args, options = {}) {
  return runCommand(process.execPath, [join(root, 'node_modules/nx/dist/bin/nx.js'), ...args], {
    cwd: root,
    ...options,
    env: { ...process.env, ...NX_ENVIRONMENT, ...options.env },
  });
}

/** Builds these projects and what they are made of; what did not change is taken from the cache. */
export async function buildProjects(root, names) {
  const projects = names.map((name) => `@pulsetech/${name}`).join(',');
  let current = '';
  try {
    await step(
      'Building (first time about half a minute)',
      () =>
        runNx(root, ['run-many', '-t', 'build', '-p', projects, '--output-style=stream-without-prefixes'], {
          show: (line) => {
            current = /nx run (\S+)/.exec(line)?.[1] ?? current;
          },
        }),
      { progress: () => current },
    );
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    console.error(lastLines(error.output, 60));
    throw new Error('The build failed; the compiler’s words stand above.', { cause: error });
  }
}
