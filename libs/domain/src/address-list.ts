interface AddressRange {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** The addresses that something may come from. */
export type AddressList = readonly AddressRange[];

export type AddressListReading =
  | { readonly ok: true; readonly list: AddressList; readonly text: string }
  /** `entry` is the first one that cannot be read. */
  | { readonly ok: false; readonly entry: string };

interface Shape {
  readonly version: 4 | 6;
  readonly bits: number;
  readonly groupBits: number;
  readonly separator: '.' | ':';
}

const V4: Shape = { version: 4, bits: 32, groupBits: 8, separator: '.' };
const V6: Shape = { version: 6, bits: 128, groupBits: 16, separator: ':' };

/** An IPv4 address as systems that speak both write it in an IPv6 one: `::ffff:192.168.0.1`. */
const MAPPED_V4 = 0xffffn;
const LOW_32 = 0xffffffffn;

/**
 * Reads a list of addresses in Moodle's syntax, entries separated by commas or line breaks: a whole address
 * (`192.168.0.1`, `2001:db8::1`), a network (`192.168.0.0/16`), the beginning of an address (`192.168.`, `2001:db8:`), a
 * range in the last part (`192.168.0.10-20`). Moodle ignores an entry that it cannot read; here it is told. `text` is the
 * list as it is to be stored. Rules: Moodle's `address_in_subnet()`.
 */
export function readAddressList(given: string): AddressListReading {
  const entries = given
    .split(/[,\n\r]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const list: AddressRange[] = [];
  for (const entry of entries) {
    const range = readEntry(entry);
    if (range === null) return { ok: false, entry };
    list.push(unmapped(range));
  }
  return { ok: true, list, text: entries.join(', ') };
}

/** Whether an address is in the list; what is no address never is. */
export function isInAddressList(list: AddressList, address: string): boolean {
  const shape = shapeOf(address);
  const value = readAddress(address, shape);
  if (value === null) return false;
  const { version, first } = unmapped({ version: shape.version, first: value, last: value });
  return list.some((range) => range.version === version && first >= range.first && first <= range.last);
}

/** IPv4 addresses written as IPv6 ones are IPv4 addresses. */
function unmapped(range: AddressRange): AddressRange {
  const { version, first, last } = range;
  if (version === 4 || first >> 32n !== MAPPED_V4 || last >> 32n !== MAPPED_V4) return range;
  return { version: 4, first: first & LOW_32, last: last & LOW_32 };
}

function readEntry(entry: string): AddressRange | null {
  const shape = shapeOf(entry);
  if (entry.includes('/')) return readNetwork(entry, shape);
  if (entry.includes('-')) return readLastPartRange(entry, shape);
  const whole = readAddress(entry, shape);
  return whole === null ? readBeginning(entry, shape) : { version: shape.version, first: whole, last: whole };
}

function readNetwork(entry: string, shape: Shape): AddressRange | null {
  const [address = '', mask = '', ...more] = entry.split('/').map((part) => part.trim());
  const value = readAddress(address, shape);
  if (value === null || more.length > 0 || !/^\d{1,3}$/.test(mask) || Number(mask) > shape.bits) return null;
  return network(value, Number(mask), shape);
}

function readLastPartRange(entry: string, shape: Shape): AddressRange | null {
  const [from = '', to = '', ...more] = entry.split('-').map((part) => part.trim());
  const first = readAddress(from, shape);
  const lastPart = readGroup(to, shape);
  if (first === null || lastPart === null || more.length > 0) return null;
  const groupBits = BigInt(shape.groupBits);
  const last = ((first >> groupBits) << groupBits) | lastPart;
  return last < first ? null : { version: shape.version, first, last };
}

function readBeginning(entry: string, shape: Shape): AddressRange | null {
  const groups = (entry.endsWith(shape.separator) ? entry.slice(0, -1) : entry).split(shape.separator);
  const mask = groups.length * shape.groupBits;
  const value = joinGroups(groups, shape);
  return value === null || mask >= shape.bits ? null : network(value << BigInt(shape.bits - mask), mask, shape);
}

function network(address: bigint, mask: number, { version, bits }: Shape): AddressRange {
  const free = BigInt(bits - mask);
  const first = (address >> free) << free;
  return { version, first, last: first | ((1n << free) - 1n) };
}

function shapeOf(text: string): Shape {
  return text.includes(':') ? V6 : V4;
}

function readAddress(text: string, shape: Shape): bigint | null {
  const groups = shape.version === 4 ? text.split('.') : groupsOfV6(text);
  return groups?.length === shape.bits / shape.groupBits ? joinGroups(groups, shape) : null;
}

/** The eight groups, with `::` filled up and a dotted end turned into two groups. */
function groupsOfV6(text: string): string[] | null {
  const dotted = /^(.*:)(\d[\d.]*)$/.exec(text);
  if (dotted?.[2]?.includes('.')) {
    const v4 = readAddress(dotted[2], V4);
    return v4 === null
      ? null
      : groupsOfV6(`${dotted[1] ?? ''}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`);
  }
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return null;
  const before = head === '' ? [] : head.split(':');
  if (tail === undefined) return before;
  const after = tail === '' ? [] : tail.split(':');
  const missing = 8 - before.length - after.length;
  return missing < 1 ? null : [...before, ...Array.from({ length: missing }, () => '0'), ...after];
}

function joinGroups(groups: readonly string[], shape: Shape): bigint | null {
  let value = 0n;
  for (const group of groups) {
    const part = readGroup(group, shape);
    if (part === null) return null;
    value = (value << BigInt(shape.groupBits)) | part;
  }
  return value;
}

/** A leading zero is refused, since some read `010` as eight. */
function readGroup(text: string, { version }: Shape): bigint | null {
  if (version === 6) return /^[0-9a-f]{1,4}$/i.test(text) ? BigInt(`0x${text}`) : null;
  return /^(0|[1-9]\d{0,2})$/.test(text) && Number(text) <= 255 ? BigInt(text) : null;
}
