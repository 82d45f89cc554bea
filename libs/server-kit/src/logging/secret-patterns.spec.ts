import {
  CREDENTIALS,
  EMAIL,
  JSON_WEB_TOKEN,
  LICENCE_KEY,
  MEMBER,
  NAME,
  OPENED_MEMBER,
  URL_USERINFO,
} from './secret-patterns.js';

const SIZE = 200_000;
const filled = (part: string): string => part.repeat(Math.ceil(SIZE / part.length));

/** Near misses; an expression that tries each start of them to the end takes far longer than a test may. */
const HOSTILE = [
  'eyJ-',
  'eyJaaaaa-',
  '-eyJaaaaa.a',
  'eyJ',
  'a.',
  'a-',
  'PLMS-',
  'PLMS-AAAA',
  'a@',
  'a%40',
  '%40a',
  "a!'*",
  'a@b-',
  'a://',
  'bot ',
  'bot a',
  'Bearer:',
  '\\',
  '\\"',
  '"a"',
  `"a":"`,
  `'a':`,
  `"a":[`,
  '&a=',
  '%26',
  '%3F%3D',
  '[',
  ' ',
  'a',
];

const PATTERNS = { CREDENTIALS, EMAIL, JSON_WEB_TOKEN, LICENCE_KEY, MEMBER, NAME, OPENED_MEMBER, URL_USERINFO };

describe.each(Object.entries(PATTERNS))('The pattern %s', (_, pattern) => {
  it.each(HOSTILE)('gets through 200 kB of %j', (part) => {
    expect(filled(part).replace(pattern, '').length).toBeLessThanOrEqual(filled(part).length);
  });
});
