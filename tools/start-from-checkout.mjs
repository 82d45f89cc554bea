import { join, resolve } from 'node:path';
import { buildProjects } from './build.mjs';
import { lockDataDir } from './data-dir-lock.mjs';
import { CommandFailed, lastLines } from './run-command.mjs';
import { planDeployment } from './deployment.mjs';
import { withEnvFile } from './env-file.mjs';
import { ensureInstalled } from './install.mjs';
import { isPortFree } from './ports.mjs';
import { Product, ServerDied } from './product.mjs';
import { step } from './step.mjs';
import { welcome } from './welcome.mjs';

/** Apps that are built for each kind of deployment. */
const APPS = {
  demo: ['api', 'web', 'billing', 'discord-sandbox'],
  discord: ['api', 'web', 'billing'],
  site: ['api', 'web'],
};
const PREFIX_WIDTH = 'sandbox'.length;

/** The whole of `npm start`. Ends the process with exit code 1 and a reason when the site cannot run. */
export async function startFromCheckout() {
  const root = resolve(import.meta.dirname, '..');
  try {
    await run(root);
  } catch (error) {
    explain(error);
    process.exitCode = 1;
  }
}

async function run(root) {
  const env = withEnvFile(join(root, '.env'), process.env);
  const plan = planDeployment(root, {
    ...env,
    LOG_LEVEL: env['LOG_LEVEL'] ?? 'warn',
    LOG_PRETTY: env['LOG_PRETTY'] ?? 'true',
  });
  const unlock = lockDataDir(plan.dataDir, plan.addresses.site);
  process.once('exit', unlock);
  await requireFreePorts(plan);
  await ensureInstalled(root);
  await buildProjects(root, APPS[plan.kind]);

  let ended = () => {};
  const end = new Promise((done) => {
    ended = done;
  });
  const product = new Product(plan, {
    onLine: (server, line) => console.log(`${server.padEnd(PREFIX_WIDTH)} | ${line}`),
    onDeath: (error) => ended(error),
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => ended(null));
  try {
    const what = plan.kind === 'demo' ? 'Preparing the demo and starting' : 'Starting';
    const early = await Promise.race([step(what, () => product.start()).then(() => 'ready'), end]);
    if (early === 'ready') console.log(welcome(product.deployment));
    const reason = early === 'ready' ? await end : early;
    if (reason) throw reason;
    console.log('\nStopping.');
  } finally {
    await product.stop();
  }
}

async function requireFreePorts(plan) {
  const names = { demo: ['api', 'billing', 'sandbox'], discord: ['api', 'billing'], site: ['api'] }[plan.kind];
  for (const name of names) {
    const port = plan.ports[name];
    if (await isPortFree(port, plan.host)) continue;
    throw new Error(
      `Port ${port} is taken by another program, and ${name === 'api' ? 'the site' : `the ${name} server`} needs it. Choose other ports, for example: PORT=${plan.ports.api + 100} npm start`,
    );
  }
}

function explain(error) {
  console.error(`\n${error.message}`);
  if (error instanceof ServerDied) console.error(`Its last lines:\n${error.server.lines().slice(-20).join('\n')}`);
  if (error instanceof CommandFailed) console.error(lastLines(error.output));
}
