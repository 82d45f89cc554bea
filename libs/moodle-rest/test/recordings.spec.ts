import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessException, invalidToken, RestServer, userSuspended } from '../src/index.js';
import { recordedFunctions, type Caller } from './recorded-functions.js';

interface Recording {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly answer: string;
}

// Requests to a real Moodle 4.5.6 and its answers, with debugging off; those that need no state of that site.
const recordings = JSON.parse(readFileSync(join(__dirname, 'recordings.json'), 'utf8')) as readonly Recording[];

const admin: Caller = { username: 'admin', capabilities: ['local/pulsetech_discord:manage'] };

const server = new RestServer<Caller>({
  functions: recordedFunctions,
  authenticate: async (token) => {
    if (token === 'TOKEN' || token === 'TOKEN_SMALL') return Promise.resolve(admin);
    if (token === 'TOKEN_SUSPENDED') throw userSuspended('suspended1');
    if (token === 'TOKEN_NOCAP' || token === 'TOKEN_MANAGER') throw accessException('missing webservice/rest:use');
    throw invalidToken();
  },
  state: () => Promise.resolve({ open: true, debug: 'off' }),
  mayCall: () => true,
  hasCapability: (caller, capability) => caller.capabilities.includes(capability),
  onFailure: (error) => {
    throw error;
  },
});

function bodyOf({ form, body }: Recording): string {
  if (form === undefined) return body ?? '';
  return Object.entries(form)
    .map(([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`)
    .join('&');
}

describe('A recorded request gets, byte for byte, what Moodle answered', () => {
  test.each(recordings.map((recording) => [recording.name, recording] as const))('%s', async (_, recording) => {
    const reply = await server.handle({
      method: recording.method,
      query: recording.path.split('?', 2)[1] ?? '',
      contentType: recording.headers?.['content-type'] ?? 'application/x-www-form-urlencoded',
      body: Buffer.from(bodyOf(recording), 'utf8'),
      bearer: null,
      address: '127.0.0.1',
    });
    expect(recording.method === 'HEAD' ? '' : reply.body).toBe(recording.answer);
  });
});
