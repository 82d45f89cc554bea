import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  addressNotAllowed,
  invalidToken,
  restNotAllowed,
  RestServer,
  tokenExpired,
  userSuspended,
  type DebugMode,
} from '../src/index.js';
import { recordedFunctions, type Caller } from './recorded-functions.js';

interface Recording {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** By debug mode; some were not asked in each. */
  readonly answers: Readonly<Partial<Record<DebugMode, string>>>;
}

// Requests to real Moodles 4.5.6 and their answers in their debug modes; those that need no state of these sites. The
// further ones are of odd names, bodies, encodings and texts.
const recordings = ['recordings.json', 'further-recordings.json'].flatMap(
  (file) => JSON.parse(readFileSync(join(__dirname, file), 'utf8')) as readonly Recording[],
);

/** Of the two services that were recorded, the small one has its own functions and the site's information only. */
const ownFunction = /^(?:local_pulsetech_discord_|core_webservice_get_site_info$)/;

const REFUSALS: Readonly<Record<string, (address: string) => Error>> = {
  TOKEN_SUSPENDED: () => userSuspended('suspended1'),
  TOKEN_NOCAP: restNotAllowed,
  TOKEN_MANAGER: restNotAllowed,
  TOKEN_EXPIRED: tokenExpired,
  TOKEN_IPRESTRICTED: addressNotAllowed,
};

function serverIn(debug: DebugMode): RestServer<Caller> {
  return new RestServer<Caller>({
    functions: recordedFunctions,
    state: () => Promise.resolve({ open: true, debug }),
    authenticate: async (token, { address }) => {
      if (token !== 'TOKEN' && token !== 'TOKEN_SMALL') throw REFUSALS[token]?.(address) ?? invalidToken();
      const capabilities = ['local/pulsetech_discord:manage'];
      return Promise.resolve({ username: 'admin', capabilities, isSmall: token === 'TOKEN_SMALL' });
    },
    mayCall: ({ isSmall }, name) => !isSmall || ownFunction.test(name),
    hasCapability: (caller, capability) => caller.capabilities.includes(capability),
    onFailure: (error) => {
      throw error;
    },
  });
}

function bodyOf({ form, body }: Recording): string {
  if (form === undefined) return body ?? '';
  return Object.entries(form)
    .map(([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`)
    .join('&');
}

describe.each(['off', 'developer', 'display'] as const)('With debugging %s', (debug) => {
  const server = serverIn(debug);
  const recorded = recordings.filter(({ answers }) => answers[debug] !== undefined);

  test.each(recorded.map((recording) => [recording.name, recording] as const))(
    'a recorded request gets, byte for byte, what Moodle answered: %s',
    async (_, recording) => {
      const reply = await server.handle({
        method: recording.method,
        query: recording.path.split('?', 2)[1] ?? '',
        contentType: recording.headers?.['content-type'] ?? 'application/x-www-form-urlencoded',
        body: Buffer.from(bodyOf(recording), 'utf8'),
        bearer: null,
        address: 'CLIENT_IP',
      });
      expect(reply.status).toBe(200);
      expect(recording.method === 'HEAD' ? '' : reply.body).toBe(recording.answers[debug]);
    },
  );
});
