import fc from 'fast-check';
import { isInAddressList, readAddressList } from './address-list.js';

const allows = (list: string, address: string): boolean => {
  const reading = readAddressList(list);
  if (!reading.ok) throw new Error(`cannot read ${reading.entry}`);
  return isInAddressList(reading.list, address);
};

describe('a list of allowed addresses', () => {
  it.each([
    ['192.168.0.1', '192.168.0.1', '192.168.0.2'],
    ['192.168.', '192.168.255.1', '192.169.0.1'],
    ['192.168', '192.168.0.1', '192.16.8.1'],
    ['10.', '10.255.0.1', '11.0.0.1'],
    ['192.168.0.0/16', '192.168.7.7', '192.169.0.0'],
    ['192.168.5.9/24', '192.168.5.255', '192.168.6.0'],
    ['10.1.2.3/32', '10.1.2.3', '10.1.2.4'],
    ['192.168.0.10-20', '192.168.0.20', '192.168.0.21'],
    ['192.168.0.10 - 20', '192.168.0.10', '192.168.0.9'],
    ['2001:db8::1', '2001:0DB8:0:0:0:0:0:1', '2001:db8::2'],
    ['2001:db8:', '2001:db8:ffff::1', '2001:db9::1'],
    ['2001:db8::/33', '2001:db8:7fff::', '2001:db8:8000::'],
    ['fe80::1-ff', 'fe80::ff', 'fe80::100'],
    ['::ffff:10.0.0.1', '10.0.0.1', '10.0.0.2'],
  ])('with %s has %s and not %s', (list, inside, outside) => {
    expect([allows(list, inside), allows(list, outside)]).toEqual([true, false]);
  });

  it('has any address of its kind with the mask 0', () => {
    expect([allows('0.0.0.0/0', '8.8.8.8'), allows('::/0', '2001:db8::1'), allows('::/0', '8.8.8.8')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('knows an IPv4 address also when the system writes it as an IPv6 one', () => {
    expect(allows('192.168.', '::ffff:192.168.1.1')).toBe(true);
    expect(allows('192.168.', '::ffff:c0a8:101')).toBe(true);
    expect(allows('192.168.', '::ffff:10.0.0.1')).toBe(false);
  });

  it('has each of its entries, whatever blanks and line breaks stand between them', () => {
    const list = ' 10.0.0.1 ,,192.168.\n2001:db8::/32 ,';
    for (const address of ['10.0.0.1', '192.168.3.4', '2001:db8::5']) expect(allows(list, address)).toBe(true);
    expect(allows(list, '10.0.0.2')).toBe(false);
    expect(readAddressList(list)).toMatchObject({ ok: true, text: '10.0.0.1, 192.168., 2001:db8::/32' });
  });

  it.each([
    'localhost',
    '256.1.1.1',
    '1.2.3.4.5',
    '192..1',
    '010.0.0.1',
    '1.2.3.4/33',
    '1.2.3.4/',
    '1.2.3.4/8/8',
    '1.2.3.4/255.0.0.0',
    '192.168./16',
    '1.2.3.20-10',
    '1.2.3.4-256',
    '1.2.3.4-1.2.3.9',
    '1.2.3.4-5-6',
    '2001:db8::1::2',
    '2001:db8::1/129',
    '2001:db8:12345::',
    'fe80::1%eth0',
    '1:2:3:4:5:6:7:8:9',
    '*',
    'https://10.0.0.1',
    '.',
    ':',
  ])('is refused with %s, which is named', (entry) => {
    expect(readAddressList(`10.0.0.1, ${entry}`)).toEqual({ ok: false, entry });
  });

  it.each(['', 'unknown', '0x7f.1', '127.1', '1.2.3.4:80', '[::1]', 'fe80::1%eth0'])('never has %j', (address) => {
    expect(allows('0.0.0.0/0, ::/0', address)).toBe(false);
  });

  it('agrees with counting: a network has an address exactly when their first bits are the same', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const address = fc.tuple(octet, octet, octet, octet);
    const bits = (parts: readonly number[]): string => parts.map((part) => part.toString(2).padStart(8, '0')).join('');
    fc.assert(
      fc.property(address, address, fc.integer({ min: 0, max: 32 }), (a, b, mask) => {
        expect(allows(`${a.join('.')}/${mask}`, b.join('.'))).toBe(bits(a).slice(0, mask) === bits(b).slice(0, mask));
      }),
    );
  });

  it('reads no text in a way that throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789abcdef.:/-, %') }), (text) => {
        const reading = readAddressList(text);
        if (reading.ok) isInAddressList(reading.list, text);
      }),
    );
  });
});
