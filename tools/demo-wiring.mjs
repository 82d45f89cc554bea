import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';

/** The Discord server of the sandbox in which the demo plays. */
export const DEMO_GUILD = '900000000000000001';

const CALLBACK_OF_SITE = '/local/pulsetech_discord/callback.php';
const CALLBACK_OF_BILLING = '/oauth2/callback';

/**
 * Puts the sandbox in Discord's place. Billing and the sandbox share an application: its id, client secret and bot token
 * are made once and kept with the data.
 *
 * @param {import('./deployment.mjs').Deployment} deployment
 * @returns {import('./deployment.mjs').Deployment} the same with both told
 */
export function wireSandbox(deployment) {
  const application = keep(deployment.dataDir, 'sandbox.json', () => ({
    clientId: '900000000000000002',
    clientSecret: randomBytes(24).toString('base64url'),
    botToken: `sandbox.${randomBytes(32).toString('base64url')}`,
  }));
  const { sandbox, billing, api } = deployment.environments;
  return {
    ...deployment,
    environments: {
      api: { ...api, DISCORD_CDN_URL: `${deployment.addresses.sandbox}/cdn` },
      sandbox: {
        ...sandbox,
        SANDBOX_CLIENT_ID: application.clientId,
        SANDBOX_CLIENT_SECRET: application.clientSecret,
        SANDBOX_BOT_TOKEN: application.botToken,
        SANDBOX_REDIRECT_URIS: deployment.addresses.billing + CALLBACK_OF_BILLING,
      },
      billing: {
        ...billing,
        DISCORD_CLIENT_ID: application.clientId,
        DISCORD_CLIENT_SECRET: application.clientSecret,
        DISCORD_BOT_TOKEN: application.botToken,
        DISCORD_API_URL: `${deployment.local.sandbox}/api`,
        DISCORD_AUTHORIZE_URL: `${deployment.addresses.sandbox}/oauth2/authorize`,
        DISCORD_ISSUER: deployment.addresses.sandbox,
      },
    },
  };
}

/**
 * Issues the demo's licence, once for each address of the site.
 *
 * @param {import('./deployment.mjs').Deployment} deployment
 * @returns {Promise<{ key: string, clientId: string, redirect: string }>}
 */
export async function issueDemoLicence(deployment) {
  const redirect = deployment.addresses.site + CALLBACK_OF_SITE;
  const kept = read(deployment.dataDir, 'demo-licence.json');
  if (kept?.redirect === redirect) return kept;
  const args = ['--guild', DEMO_GUILD, '--name', 'PulseLMS demo', '--redirect', redirect, '--json'];
  const { stdout } = await runCli(deployment, 'billing', ['license:issue', ...args]);
  const licence = { ...lastJson(stdout), redirect };
  write(deployment.dataDir, 'demo-licence.json', licence);
  return licence;
}

/** Fills a fresh site with the demo's users, courses and mappings; on the demo itself it changes nothing. */
export async function installDemo(deployment, licenceKey) {
  await runCli(deployment, 'api', ['demo:install', '--licence-key', licenceKey]);
}

/** The web service token that the demo's installation left, for the example that the start prints. */
export function demoToken(deployment) {
  const file = join(deployment.dataDir, 'secrets/demo-token');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

/** Runs the command line of one server with the environment that the server itself gets. */
export function runCli(deployment, app, args) {
  return runCommand(process.execPath, [join(deployment.root, `apps/${app}/dist/cli.js`), ...args], {
    cwd: deployment.root,
    env: { ...deployment.environments[app], LOG_LEVEL: deployment.environments[app].LOG_LEVEL ?? 'warn' },
  });
}

/** A command's answer is its last line that is JSON; what it logs may stand before. */
function lastJson(stdout) {
  const line = stdout
    .trimEnd()
    .split('\n')
    .findLast((candidate) => candidate.startsWith('{'));
  if (!line) throw new Error('The command printed no JSON.');
  return JSON.parse(line);
}

function keep(dataDir, name, make) {
  const kept = read(dataDir, name);
  if (kept) return kept;
  const made = make();
  write(dataDir, name, made);
  return made;
}

function read(dataDir, name) {
  const file = join(dataDir, 'secrets', name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

function write(dataDir, name, value) {
  mkdirSync(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 });
  writeFileSync(join(dataDir, 'secrets', name), JSON.stringify(value), { mode: 0o600 });
}
