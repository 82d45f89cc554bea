import { demoToken } from './demo-wiring.mjs';

const DEMO_ACCOUNTS = [
  ['admin', 'Admin-demo-1', 'manages the site'],
  ['creator', 'Creator-demo-1', 'sees the role mappings'],
  ['maria', 'Learner-demo-1', 'a learner without Discord so far'],
  ['jsmith', 'Learner-demo-1', 'a learner linked to john#1234'],
];
const DEMO_DISCORD_ID = '123456789012345678';

/**
 * What a person is told when everything runs: where to go, how to get in, what to try.
 *
 * @param {import('./deployment.mjs').Deployment} deployment
 */
export function welcome(deployment) {
  const { addresses, kind } = deployment;
  const parts = [`\nReady: ${addresses.site}`];
  if (kind === 'demo') parts.push(...demoParts(deployment));
  if (kind === 'discord') parts.push(...discordParts(deployment));
  parts.push(`Data: ${deployment.dataDir}    Stop: Ctrl-C\n`);
  return parts.join('\n\n');
}

function demoParts(deployment) {
  const accounts = DEMO_ACCOUNTS.map(
    ([name, password, what]) => `  ${name.padEnd(9)} ${password.padEnd(16)} ${what}`,
  ).join('\n');
  const token = demoToken(deployment);
  return [
    'Sign in with “Continue with Discord” (a sandbox plays Discord: pick a person there, no account is needed), or as',
    accounts,
    ...(token ? [`Ask the web service as a bot would:\n${curlExample(deployment.addresses.site, token)}`] : []),
    `Discord’s side, to give and take roles: ${deployment.addresses.sandbox}`,
  ];
}

function discordParts({ addresses, ports }) {
  return [
    `Register this redirect URI at https://discord.com/developers/applications, OAuth2: ${addresses.billing}/oauth2/callback`,
    [
      'A licence ties the site to your Discord server. Issue one, then enter its key on the settings page:',
      `  npm run -s billing -- license:issue --guild YOUR_SERVER_ID --name "My school" --redirect ${addresses.site}/local/pulsetech_discord/callback.php`,
    ].join('\n'),
    `Billing answers on port ${ports.billing}.`,
  ];
}

/** A command that a shell runs as it stands. */
export function curlExample(site, token) {
  return [
    `  curl -X POST "${site}/webservice/rest/server.php"`,
    `-d "wstoken=${token}"`,
    '-d "wsfunction=local_pulsetech_discord_get_user_by_discord_id"',
    '-d "moodlewsrestformat=json"',
    `-d "discord_id=${DEMO_DISCORD_ID}"`,
  ].join(' \\\n    ');
}
