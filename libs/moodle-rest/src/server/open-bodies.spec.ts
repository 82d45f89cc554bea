import fc from 'fast-check';
import { OpenBodies, type OpenBody } from './open-bodies.js';

describe('Bodies that are still arriving', () => {
  test('never hold more than they may, and the oldest make room', () => {
    const step = fc.record({ address: fc.constantFrom('a', 'b', 'c', 'd'), bytes: fc.nat(30), ends: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const open = new OpenBodies(100, 40);
        const held = new Set<OpenBody>();
        for (const { address, bytes, ends } of steps) {
          const body = open.add(address, () => {
            const rivals = [...held];
            const isOldest = rivals[0] === body || rivals.find((other) => other.address === address) === body;
            expect(isOldest).toBe(true);
            held.delete(body);
          });
          held.add(body);
          open.grow(body, bytes);
          if (ends) {
            open.close(body);
            held.delete(body);
          }
          const bytesOf = (bodies: readonly OpenBody[]): number => bodies.reduce((sum, one) => sum + one.bytes, 0);
          expect(bytesOf([...held])).toBeLessThanOrEqual(100);
          expect(bytesOf([...held].filter((one) => one.address === address))).toBeLessThanOrEqual(40);
        }
      }),
    );
  });
});
