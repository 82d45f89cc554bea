import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  cannotCreateToken,
  databaseDown,
  invalidLogin,
  serviceNotAvailable,
  TokenServer,
  userNotConfirmed,
  type IssuedToken,
} from '../src/index.js';

interface Recording {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly contentType?: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly answer: string;
}

// Requests to the login/token.php of a real Moodle 4.5.6 and its answers, without the call stacks that it shows developers.
const recordings = JSON.parse(readFileSync(join(__dirname, 'login-recordings.json'), 'utf8')) as readonly Recording[];

/** The people of the recorded site who get in with the password. */
const PEOPLE: Readonly<Record<string, (service: string) => IssuedToken>> = {
  admin: () => ({ token: 'TOKEN_SMALL', privatetoken: null }),
  jsmith: (service) => {
    throw cannotCreateToken(service);
  },
  nobody: () => {
    throw userNotConfirmed('nobody');
  },
};

async function login(username: string, password: string, service: string): Promise<IssuedToken> {
  const person = PEOPLE[username];
  if (person === undefined || password !== 'PASSWORD') throw invalidLogin();
  if (service !== 'lab_small') throw serviceNotAvailable();
  return Promise.resolve(person(service));
}

function serverFor(name: string): TokenServer {
  return new TokenServer({
    state: () =>
      Promise.resolve({
        open: !name.startsWith('webservices-disabled'),
        debug: name.startsWith('debug') ? 'developer' : 'off',
      }),
    login: name.startsWith('database-down') ? () => Promise.reject(new Error('connect ECONNREFUSED')) : login,
    wwwroot: 'http://moodle.example',
    onFailure: () => databaseDown(),
  });
}

describe('A recorded request for a token gets, byte for byte, what Moodle answered', () => {
  test.each(recordings.map((recording) => [recording.name, recording] as const))('%s', async (name, recording) => {
    const form = new URLSearchParams(recording.form ?? {}).toString();
    const reply = await serverFor(name).handle({
      method: recording.method,
      query: recording.path.split('?', 2)[1] ?? '',
      contentType: recording.contentType ?? '',
      body: Buffer.from(recording.body ?? form),
      bearer: null,
      address: '127.0.0.1',
    });
    expect(reply.status).toBe(200);
    expect(reply.body).toBe(recording.answer);
    const headers = Object.entries(reply.headers).map(([header, text]) => [header.toLowerCase(), text] as const);
    expect(Object.fromEntries(headers.filter(([header]) => header !== 'last-modified'))).toEqual(recording.headers);
  });
});
