const SCHEME = '(?:https?://|ftp://)?';
const BYTE = '(?:25[0-5]|2[0-4]\\d|[01]?\\d?\\d)';
const IPV4 = `${BYTE}(?:\\.${BYTE}){3}`;
const NAME = '(?:[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\\.)*[a-z](?:[a-z0-9-]*[a-z0-9])?';
const PORT = ':(?:[0-5]?\\d{1,4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])';
const IN_NAMES = "(?:[a-z0-9_.!~*'():@&=+$,-]|%[0-9a-f]{2})";
const STEPS = `(?:;?${IN_NAMES})+`;
const PATH = `/(?:${STEPS}(?:/${STEPS})*/?)?`;
const IN_QUERIES = "(?:[;/?:@&=+$,a-z0-9_.!~*'()-]|%[0-9a-f]{2})*";

const URL_RULE = new RegExp(
  `^${SCHEME}(?:${IPV4}|${NAME})?(?:${PORT})?(?:${PATH})?(?:\\?${IN_QUERIES})?(?:#${IN_QUERIES})?\\n?$`,
  'i',
);

/** Moodle's PARAM_URL: http, https, ftp or no scheme; host, port, path, query and fragment may each be absent. */
export function isUrl(text: string): boolean {
  return text !== '0' && URL_RULE.test(text);
}

const MAX_ADDRESS = 254;
const MAX_LOCAL_PART = 64;
const LOCAL_PART = /^[!#$%&'*+/=?^_`{|}~a-z0-9-]+(?:\.[!#$%&'*+/=?^_`{|}~a-z0-9-]+)*$/i;
const DOMAIN = /^(?:[a-z0-9]+(?:-+[a-z0-9]+)*\.)+[a-z][a-z0-9]*(?:-+[a-z0-9]+)*$/i;

/** An address as mail servers use them today: no quoted names and no numeric hosts, which PHP would let through. */
export function isEmailAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || at > MAX_LOCAL_PART || text.length > MAX_ADDRESS) return false;
  const domain = text.slice(at + 1);
  return (
    LOCAL_PART.test(text.slice(0, at)) && DOMAIN.test(domain) && domain.split('.').every(({ length }) => length < 64)
  );
}
