// Runs the command line of one app: node tools/run-app.mjs <app> cli <command> [options]
// Settings come from the environment and, where it exists, from .env in the folder of the repository.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const [app, entry, ...rest] = process.argv.slice(2);

if (!/^[a-z-]+$/.test(app ?? '') || !['cli', 'main'].includes(entry ?? '')) {
  console.error('Usage: node tools/run-app.mjs <app> cli|main [arguments]');
  process.exit(2);
}

const program = join(root, 'apps', app, 'dist', `${entry}.js`);
if (!existsSync(program)) {
  console.error(`${app} is not built yet: run npm start once, or npm run build.`);
  process.exit(2);
}

const envFile = join(root, '.env');
const options = existsSync(envFile) ? [`--env-file=${envFile}`] : [];
const child = spawn(process.execPath, [...options, program, ...rest], { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 1)));
