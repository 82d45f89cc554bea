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

const TOKEN_NAME = /\bTOKEN(?:_[A-Z_]+)?\b/g;

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

const HTTP_DATE = '\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT';

/** What differs from one run to the next even on Moodle: where it stands in what was recorded, and what may stand there. */
const VOLATILE: readonly { readonly found: RegExp; readonly fits: (here: Surroundings) => string }[] = [
  // Moments of the recording, Unix seconds, and numbers of revision that are made of them.
  { found: /(?<!\d)179\d{7}(?!\d)/, fits: () => '\\d+' },
  { found: /moodle\.example/, fits: ({ siteUrl }) => literally(new URL(siteUrl).host) },
  { found: /CLIENT_IP/, fits: ({ clientAddress }) => literally(clientAddress) },
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
    .replaceAll(SERVICE.recorded, SERVICE.here);
}

/** What an answer's text must be like: the recorded text, with another value where values differ from site to site. */
export function expectedText(recorded: string, here: Surroundings): RegExp {
  const begin = recorded.replace(CUT_BODY, '');
  const end = begin === recorded ? '$' : '';
  let pattern = '^';
  let read = 0;
  for (const match of begin.matchAll(ANY_VOLATILE)) {
    const rule = VOLATILE[match.slice(1).findIndex((group) => group !== undefined)];
    pattern += literally(begin.slice(read, match.index)) + (rule?.fits(here) ?? '');
    read = match.index + match[0].length;
  }
  return new RegExp(pattern + literally(begin.slice(read)) + end, 's');
}

export function expectedHeader(name: string, recorded: string, here: Surroundings): RegExp {
  return name === 'last-modified' ? new RegExp(`^${HTTP_DATE}$`) : expectedText(recorded, here);
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
