import { join, resolve } from 'node:path';

/** Variables of each server; nothing else of ours reaches it, so that only billing ever sees Discord's secrets. */
const API_VARIABLES = [
  'NODE_ENV',
  'HOST',
  'SITE_NAME',
  'DATABASE_URL',
  'REDIS_URL',
  'REDIS_PREFIX',
  'ENCRYPTION_KEY',
  'SESSION_SECRET',
  'DISCORD_CDN_URL',
  'TRUST_PROXY',
  'LOG_LEVEL',
  'LOG_PRETTY',
  'METRICS_TOKEN',
  'WEBSERVICE_TOKEN_CALLS_PER_MINUTE',
  'WEBSERVICE_ADDRESS_CALLS_PER_MINUTE',
];
const BILLING_VARIABLES = [
  'NODE_ENV',
  'HOST',
  'BILLING_DATABASE_URL',
  'DISCORD_CLIENT_ID',
  'DISCORD_CLIENT_SECRET',
  'DISCORD_BOT_TOKEN',
  'DISCORD_GATEWAY',
  'DISCORD_PUBLIC_KEY',
  'DISCORD_API_URL',
  'DISCORD_AUTHORIZE_URL',
  'DISCORD_ISSUER',
  'TRUST_PROXY',
  'LOG_LEVEL',
  'LOG_PRETTY',
  'METRICS_TOKEN',
];
const SANDBOX_VARIABLES = ['NODE_ENV', 'HOST', 'LOG_LEVEL', 'LOG_PRETTY'];

/** What of the surroundings a server needs to run at all. */
const SYSTEM_VARIABLES = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'LANG', 'TZ', 'NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS'];

/**
 * @typedef {'demo' | 'discord' | 'site'} DeploymentKind
 *   `demo`: the sandbox plays Discord; `discord`: billing talks to the real one; `site`: billing runs elsewhere.
 *
 * @typedef {object} Deployment
 * @property {DeploymentKind} kind
 * @property {string} root
 * @property {string} dataDir
 * @property {string} host
 * @property {{ api: number, billing: number, sandbox: number }} ports
 * @property {{ site: string, billing: string, sandbox: string }} addresses as a browser reaches them
 * @property {{ api: string, billing: string, sandbox: string }} local as this machine reaches them
 * @property {Record<'api' | 'billing' | 'sandbox', Record<string, string>>} environments
 */

/**
 * Decides from the configuration what has to run, where, and what each server is told.
 *
 * @param {string} root the folder of the checkout
 * @param {Record<string, string>} env see withEnvFile
 * @returns {Deployment}
 * @throws {Error} when the configuration cannot work; the message says what to set.
 */
export function planDeployment(root, env) {
  const kind = deploymentKind(env);
  const port = readPort(env['PORT'] ?? '3000');
  const ports = { api: port, billing: port + 1, sandbox: port + 2 };
  const host = env['HOST'] ?? '127.0.0.1';
  const dataDir = resolve(root, env['DATA_DIR'] ?? 'data');
  const site = trimSlash(env['SITE_URL'] ?? `http://localhost:${port}`);
  const beside = (other) => `http://${new URL(site).hostname}:${other}`;
  const addresses = {
    site,
    billing: trimSlash(env['BILLING_PUBLIC_URL'] ?? env['BILLING_URL'] ?? beside(ports.billing)),
    sandbox: beside(ports.sandbox),
  };
  const self = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const local = {
    api: `http://${self}:${ports.api}`,
    billing: kind === 'site' ? trimSlash(env['BILLING_URL']) : `http://${self}:${ports.billing}`,
    sandbox: `http://${self}:${ports.sandbox}`,
  };
  const pick = (names) => Object.fromEntries(names.filter((name) => env[name]).map((name) => [name, env[name]]));
  const system = pick(SYSTEM_VARIABLES);
  return {
    kind,
    root,
    dataDir,
    host,
    ports,
    addresses,
    local,
    environments: {
      api: {
        ...system,
        ...pick(API_VARIABLES),
        PORT: String(ports.api),
        DATA_DIR: dataDir,
        SITE_URL: addresses.site,
        BILLING_URL: local.billing,
        BILLING_PUBLIC_URL: addresses.billing,
        WEB_DIST: env['WEB_DIST'] ?? join(root, 'apps/web/dist'),
      },
      billing: {
        ...system,
        ...pick(BILLING_VARIABLES),
        ...(env['BILLING_ENCRYPTION_KEY'] ? { ENCRYPTION_KEY: env['BILLING_ENCRYPTION_KEY'] } : {}),
        PORT: String(ports.billing),
        DATA_DIR: dataDir,
        BILLING_PUBLIC_URL: addresses.billing,
      },
      sandbox: { ...system, ...pick(SANDBOX_VARIABLES), PORT: String(ports.sandbox) },
    },
  };
}

/** @returns {DeploymentKind} */
function deploymentKind(env) {
  if (env['BILLING_URL']) return 'site';
  if (env['DISCORD_CLIENT_ID']) {
    const missing = ['DISCORD_CLIENT_SECRET', 'DISCORD_BOT_TOKEN'].filter((name) => !env[name]);
    if (missing.length === 0) return 'discord';
    throw new Error(
      `DISCORD_CLIENT_ID is set, but ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not. Set all three (README, “Connecting the real Discord”), or none for the demo.`,
    );
  }
  if (env['NODE_ENV'] !== 'production') return 'demo';
  throw new Error(
    'In production the Discord sandbox is not used. Set DISCORD_CLIENT_ID, DISCORD_CLIENT_SECRET and DISCORD_BOT_TOKEN to run the billing server here, or BILLING_URL to use one that runs elsewhere (README, “Configuration”).',
  );
}

function readPort(value) {
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port <= 65_533) return port;
  throw new Error(
    'PORT must be a whole number from 1 to 65533: the site listens there, its helpers on the two ports after it.',
  );
}

function trimSlash(url) {
  return url.replace(/\/+$/, '');
}
