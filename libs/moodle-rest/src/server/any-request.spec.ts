import fc from 'fast-check';
import { list, optional, structure, value, withDefault } from '../description/description.js';
import { invalidToken, moodleException } from '../moodle-exception.js';
import type { DebugMode } from './call-context.js';
import { defineFunction } from './function.js';
import { RestServer } from './rest-server.js';
import type { RawRequest } from './rest-request.js';
import { TokenServer } from './token-server.js';

const failures: unknown[] = [];
let debug: DebugMode = 'off';

const state = (): Promise<{ open: boolean; debug: DebugMode }> => Promise.resolve({ open: true, debug });
const onFailure = (error: unknown): ReturnType<typeof moodleException> => {
  failures.push(error);
  return moodleException('servererror', 'Something went wrong.');
};

const server = new RestServer<null>({
  functions: [
    defineFunction({
      name: 'f',
      description: '',
      parameters: structure({
        a: value('text'),
        b: withDefault(list(value('int')), []),
        c: optional(list(structure({ d: value('url'), e: optional(list(structure({ f: value('email') }))) }))),
      }),
      returns: structure({ a: value('raw'), b: list(value('int')) }),
      capability: null,
      handler: ({ a, b }) => ({ a, b }),
    }),
  ],
  state,
  authenticate: (token) => (token === 't' ? Promise.resolve(null) : Promise.reject(invalidToken())),
  mayCall: () => true,
  hasCapability: () => true,
  onFailure,
});

const tokens = new TokenServer({
  state,
  login: () => Promise.resolve({ token: 't', privatetoken: null }),
  wwwroot: 'https://lms.example',
  onFailure,
});

const piece = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('wstoken=t', 'wsfunction=f', 'moodlewsrestformat=json', 'a=1', 'b[]=1', 'c[0][d]=/x'),
  },
  fc.constantFrom(
    'a[]=',
    'b=',
    'c[][e][][f]=x',
    'c[0][e]',
    '[',
    ']',
    '=',
    '&',
    '%',
    '%00',
    '%ff',
    '__proto__[a]=1',
    'username=x',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const bytes = fc.array(piece, { maxLength: 12 }).map((pieces) => Buffer.from(pieces.join('&')).toString('latin1'));

const request: fc.Arbitrary<RawRequest> = fc.record({
  method: fc.constantFrom('POST', 'GET', 'HEAD', 'PUT', 'PROPFIND'),
  query: bytes,
  contentType: fc.constantFrom(
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=b',
    'multipart/form-data; boundary=',
    'application/json',
    '',
  ),
  body: bytes.map((text) => Buffer.from(text, 'latin1')),
  bearer: fc.constantFrom(null, 't', 'x'),
  address: fc.constant('192.0.2.1'),
});

describe.each(['off', 'developer', 'display'] as const)('Any request at all, with debugging %s', (mode) => {
  beforeEach(() => {
    debug = mode;
    failures.length = 0;
  });

  test('gets an answer of the web service, and nothing fails', async () => {
    await fc.assert(
      fc.asyncProperty(request, async (raw) => {
        const { status, headers, body } = await server.handle(raw);
        expect(status).toBe(200);
        if (headers['Content-Type'] !== 'application/json')
          expect(body).toMatch(/^<\?xml[^]*<\/(?:RESPONSE|EXCEPTION)>\n$/);
        else if (mode === 'off' || body !== '') expect(() => JSON.parse(body) as unknown).not.toThrow();
      }),
      { numRuns: 500 },
    );
    expect(failures).toEqual([]);
  });

  test('gets an answer of login/token.php, and nothing fails', async () => {
    await fc.assert(
      fc.asyncProperty(request, async (raw) => {
        const { status, body } = await tokens.handle(raw);
        expect(status).toBe(200);
        expect(Object.keys(JSON.parse(body) as object)[0]).toMatch(/^(?:token|error|appsitecheck)$/);
      }),
      { numRuns: 200 },
    );
    expect(failures).toEqual([]);
  });
});
