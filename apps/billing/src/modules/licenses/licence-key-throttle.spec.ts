import { SystemClock } from '@pulsetech/server-kit';
import { askingNetwork } from './asking-network.js';
import { LicenceKeyThrottle } from './licence-key-throttle.js';

const TRIES = 20;

function exhausted(address: (index: number) => string): LicenceKeyThrottle {
  const throttle = new LicenceKeyThrottle(new SystemClock());
  for (let index = 0; index < TRIES; index++) throttle.failed(address(index));
  return throttle;
}

describe('whoever tries keys out', () => {
  it('is refused after twenty wrong ones', () => {
    const throttle = exhausted(() => '192.0.2.1');
    expect(() => throttle.assertMayTry('192.0.2.1', 'another')).toThrow();
    expect(() => throttle.assertMayTry('192.0.2.2', 'another')).not.toThrow();
  });

  it('gains nothing by the many addresses of an IPv6 network', () => {
    const throttle = exhausted((index) => `2001:db8:0:1::${index.toString(16)}`);
    expect(() => throttle.assertMayTry('2001:db8:0:1:ffff::1', 'another')).toThrow();
    expect(() => throttle.assertMayTry('2001:db8:0:2::1', 'another')).not.toThrow();
  });

  it('does not lock out a key that was right from there', () => {
    const throttle = exhausted((index) => `2001:db8:0:1::${index.toString(16)}`);
    throttle.succeeded('2001:db8:0:1::1', 'right');
    expect(() => throttle.assertMayTry('2001:db8:0:1::2', 'right')).not.toThrow();
  });
});

describe('the network of an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::1', '0:0:0:0::/64'],
    ['2001:DB8::1', '2001:db8:0:0::/64'],
    ['2001:0db8:0000:0001:1:2:3:4', '2001:db8:0:1::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['', ''],
  ])('of %s is %s', (address, network) => {
    expect(askingNetwork(address)).toBe(network);
  });
});
