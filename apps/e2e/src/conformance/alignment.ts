/** What of the recorded site has another value here. */
export interface Surroundings {
  /** Address of the site, without a slash at the end. */
  readonly siteUrl: string;
  readonly clientAddress: string;
  readonly password: string;
  /** Tokens by their names in the recordings. */
  readonly tokens: ReadonlyMap<string, string>;
}

/** The service of the recordings that has the functions of this product, and its name here. */
const SERVICE = { recorded: 'lab_small', here: 'local_pulsetech_discord' } as const;

const TOKEN_NAME = /(?<!WS)TOKEN(?:_[A-Z_]+2?)?(?![A-Z])/g;

/** Characters that Moodle takes out of the name of a service, as they are or percent-encoded. */
const DROPPED = '((?:%[0-9A-F]{2}|[^\\w%&=-])*)';

/** The recorded service also where such characters stand in its name. */
const RECORDED_SERVICE = new RegExp([...SERVICE.recorded].join(DROPPED), 'gi');

/** Headers that belong to the HTTP server and not to Moodle, on either side. */
export const HEADERS_OF_THE_SERVER: readonly string[] = [
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'server',
  'transfer-encoding',
  'x-powered-by',
];

/** How a body ends that was cut. */
const CUT_BODY = /\.{3}\[truncated, \d+ chars\]$/;

const HTTP_DATE = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/;

/** What differs from one run to the next even on Moodle: where it stands in what was recorded, and what may stand there. */
const VOLATILE: readonly { readonly found: RegExp; readonly fits: (here: Surroundings) => string }[] = [
  // Moments of the recording, Unix seconds, and numbers of revision that are made of them.
  { found: /(?<!\d)179\d{7}(?!\d)/, fits: () => '\\d+' },
  { found: /moodle\.example/, fits: ({ siteUrl }) => literally(new URL(siteUrl).host) },
  { found: /CLIENT_IP/, fits: ({ clientAddress }) => literally(clientAddress) },
  // Ids of contexts.
  { found: /(?<=pluginfile\.php\\?\/)\d+/, fits: () => '\\d+' },
  { found: /(?<=[">])KEY(?=["<])/, fits: () => '[0-9a-f]{32}' },
  { found: /(?<="token":")TOKEN\w*/, fits: () => '[0-9a-f]{32}' },
  { found: new RegExp(SERVICE.recorded), fits: () => SERVICE.here },
];

const ANY_VOLATILE = new RegExp(VOLATILE.map(({ found }) => `(${found.source})`).join('|'), 'g');

/** Puts this site's tokens, password and service where the recordings have placeholders. */
export function alignRequest(text: string, here: Surroundings): string {
  return text
    .replace(TOKEN_NAME, (name) => here.tokens.get(name) ?? name)
    .replaceAll('PASSWORD', here.password)
    .replace(RECORDED_SERVICE, (name: string, ...groups: unknown[]) => serviceHere(name, groups));
}

/** The service of this site, with what stood within the recorded name within its own. */
function serviceHere(name: string, groups: readonly unknown[]): string {
  const dropped = groups.slice(0, SERVICE.recorded.length - 1).map(String);
  const here = name === name.toUpperCase() ? SERVICE.here.toUpperCase() : SERVICE.here;
  return [...here].map((character, at) => character + (dropped[at] ?? '')).join('');
}

/** Where two texts part, as positions in each. */
export interface Parting {
  readonly recorded: number;
  readonly answered: number;
}

/** Null when the answer is what was recorded, but for what differs from site to site; otherwise where they part. */
export function partingOf(recorded: string, answered: string, here: Surroundings): Parting | null {
  const begin = recorded.replace(CUT_BODY, '');
  const at = { recorded: 0, answered: 0 };
  for (const match of [...begin.matchAll(ANY_VOLATILE), null]) {
    const literal = begin.slice(at.recorded, match?.index);
    const same = commonLength(literal, answered, at.answered);
    at.recorded += same;
    at.answered += same;
    if (same < literal.length) return at;
    if (match === null) break;
    const rule = VOLATILE[match.slice(1).findIndex((group) => group !== undefined)];
    const fitting = new RegExp(rule?.fits(here) ?? '', 'y');
    fitting.lastIndex = at.answered;
    const found = fitting.exec(answered);
    if (found === null) return at;
    at.recorded += match[0].length;
    at.answered += found[0].length;
  }
  const isWhole = begin.length < recorded.length || at.answered === answered.length;
  return isWhole ? null : at;
}

export function partingOfHeader(name: string, recorded: string, answered: string, here: Surroundings): Parting | null {
  if (name !== 'last-modified') return partingOf(recorded, answered, here);
  return HTTP_DATE.test(answered) ? null : { recorded: 0, answered: 0 };
}

function commonLength(literal: string, text: string, from: number): number {
  let length = 0;
  while (length < literal.length && literal[length] === text[from + length]) length++;
  return length;
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
