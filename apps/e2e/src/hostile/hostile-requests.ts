import { hostileName, hostilePairs, hostileValue, refusedSync } from './hostile-values.js';
import type { Random } from './random.js';

/** Bytes for one connection, in the pieces in which they are sent. */
export interface HostileRequest {
  readonly kind: string;
  readonly pieces: readonly Buffer[];
  /** Closed by the client after the last piece, whether an answer came or not. */
  readonly isCut: boolean;
}

export interface Targets {
  readonly host: string;
  readonly token: string;
  /** Of somebody who is linked and enrolled. */
  readonly discordId: string;
  /** Largest body that is read, in bytes. */
  readonly bodyLimit: number;
}

const ENDPOINTS = [
  '/webservice/rest/server.php',
  '/webservice/rest/server.php',
  '/webservice/rest/server.php',
  '/login/token.php',
];
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND', 'BREW', 'post'];
const FORM = 'application/x-www-form-urlencoded';
const TYPES = [
  FORM,
  'application/x-www-form-urlencoded; charset=utf-16',
  'application/json',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'multipart/form-data; boundary="',
  'text/plain',
  '',
  'x'.repeat(500),
];

type Make = (random: Random, targets: Targets) => Omit<HostileRequest, 'kind'>;

/** Each kind with how often it comes in comparison with the others. */
const KINDS: Readonly<Record<string, readonly [weight: number, make: Make]>> = {
  form: [30, (random, to) => whole(post(random, to, FORM, hostilePairs(random, to.token)))],
  query: [14, (random, to) => whole(message('GET', target(random, hostilePairs(random, to.token)), to, [], ''))],
  'refused sync': [8, (random, to) => whole(post(random, to, FORM, refusedSync(random, to.token, to.discordId)))],
  'other method or type': [
    10,
    (random, to) => {
      const type = `Content-Type: ${random.oneOf(TYPES)}`;
      const body = random.once(2) ? hostilePairs(random, to.token) : random.bytes(random.below(200));
      return whole(message(random.oneOf(METHODS), target(random, ''), to, [type], body));
    },
  ],
  multipart: [10, (random, to) => whole(multipart(random, to))],
  headers: [6, (random, to) => whole(message('POST', target(random, ''), to, hostileHeaders(random, to), ''))],
  'path info': [
    4,
    (random, to) =>
      whole(message('GET', `${random.oneOf(ENDPOINTS)}/${hostilePath(random)}?${hostileValue(random)}`, to, [], '')),
  ],
  pipelined: [
    4,
    (random, to) => {
      const some = random.many(6, () => post(random, to, FORM, hostilePairs(random, to.token), 'keep-alive'));
      return whole(Buffer.concat([...some, post(random, to, FORM, 'wstoken=x')]));
    },
  ],
  chunked: [
    4,
    (random, to) => {
      const head = ['Transfer-Encoding: chunked', `Content-Type: ${FORM}`];
      const chunks = random.many(5, () => chunk(random, hostilePairs(random, to.token)));
      const isBroken = random.once(2);
      const end = isBroken ? Buffer.from('zz\r\n') : Buffer.from('0\r\n\r\n');
      const start = message('POST', target(random, ''), to, head, null);
      return { pieces: [Buffer.concat([start, ...chunks, end])], isCut: isBroken };
    },
  ],
  'cut short': [
    6,
    (random, to) => {
      const bytes = post(random, to, FORM, refusedSync(random, to.token, to.discordId));
      return { pieces: [bytes.subarray(0, random.below(bytes.length))], isCut: true };
    },
  ],
  'in pieces': [
    2,
    (random, to) => {
      const bytes = post(random, to, FORM, hostilePairs(random, to.token));
      const at = random.below(bytes.length);
      return { pieces: [bytes.subarray(0, at), bytes.subarray(at)], isCut: false };
    },
  ],
  'no HTTP': [2, (random) => ({ pieces: [random.bytes(random.below(400) + 1)], isCut: true })],
  'about as large as may be': [
    1,
    (random, to) => {
      const size = to.bodyLimit + random.oneOf([-1000, -1, 0, 1, 1000, 500_000]);
      const body = `wstoken=${to.token}&x=`.padEnd(size, random.oneOf(['a', '[', '%', '&a=1', '=']));
      return { pieces: [post(random, to, FORM, body)], isCut: false };
    },
  ],
};

const DRAWN = Object.entries(KINDS).flatMap(([kind, [weight]]) => Array.from({ length: weight }, () => kind));

export function hostileRequest(random: Random, targets: Targets): HostileRequest {
  const kind = random.oneOf(DRAWN);
  const make = KINDS[kind]?.[1];
  if (!make) throw new Error(`${kind} is no kind of request.`);
  return { kind, ...make(random, targets) };
}

function whole(bytes: Buffer): Omit<HostileRequest, 'kind'> {
  return { pieces: [bytes], isCut: false };
}

function target(random: Random, query: string): string {
  // What would end the request line is what a client must encode.
  const sent = query.replace(/[\s\0]/g, '+').slice(0, 14_000);
  return random.oneOf(ENDPOINTS) + (sent === '' ? '' : `?${sent}`);
}

function post(random: Random, to: Targets, type: string, body: string, connection = 'close'): Buffer {
  return message('POST', target(random, ''), to, [`Content-Type: ${type}`], body, connection);
}

/** `body` null: what follows has no announced length. */
function message(
  method: string,
  path: string,
  { host }: Targets,
  headers: readonly string[],
  body: string | Buffer | null,
  connection = 'close',
): Buffer {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : (body ?? Buffer.alloc(0));
  const length = body === null ? [] : [`Content-Length: ${bytes.length}`];
  const head = [`${method} ${path} HTTP/1.1`, `Host: ${host}`, `Connection: ${connection}`, ...headers, ...length];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]);
}

function chunk(random: Random, text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  const size = random.once(6) ? bytes.length + random.below(5) : bytes.length;
  return Buffer.concat([Buffer.from(`${size.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}

function multipart(random: Random, to: Targets): Buffer {
  const boundary = random.oneOf(['b', 'x'.repeat(70), '"q q"', '--', 'é']);
  const parts = random.many(8, () => {
    const name = random.oneOf([`name="${hostileName(random)}"`, 'name=', 'name="wstoken', 'filename="x"', '']);
    const end = random.once(8) ? '\n' : '\r\n';
    return `--${boundary}${end}Content-Disposition: form-data; ${name}${end}${end}${hostileValue(random)}${end}`;
  });
  const close = random.once(3) ? '' : `--${boundary}--\r\n`;
  return post(random, to, `multipart/form-data; boundary=${boundary}`, parts.join('') + close);
}

function hostileHeaders(random: Random, { token }: Targets): string[] {
  return [
    `Authorization: ${random.oneOf(['Bearer', 'Basic', 'Bearer Bearer', ''])} ${random.once(2) ? token : hostileValue(random)}`,
    `Content-Type: ${random.oneOf(TYPES)}`,
    `Cookie: PulseSession=${hostileValue(random)}`,
    `X-Forwarded-For: ${random.oneOf(['127.0.0.1', '::1', 'unknown', hostileValue(random), '1.2.3.4, '.repeat(200)])}`,
    `Accept-Encoding: ${random.oneOf(['gzip', '*', 'identity;q=0'])}`,
    ...random.many(random.once(10) ? 400 : 5, () => `X-${random.below(1000)}: ${hostileValue(random)}`),
    ...(random.once(10) ? [`X-Long: ${'y'.repeat(random.below(40_000))}`] : []),
  ];
}

function hostilePath(random: Random): string {
  return random.oneOf([
    '..%2f..%2fetc/passwd',
    '%00',
    '%',
    '.',
    '//',
    'a'.repeat(5000),
    '%2e%2e/',
    'server.php',
    '%ff',
  ]);
}
