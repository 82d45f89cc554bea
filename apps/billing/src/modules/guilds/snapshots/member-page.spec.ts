import fc from 'fast-check';
import { MemberPage } from './member-page.js';

const idOf = (n: number | bigint): string => String(100_000_000_000_000_000n + BigInt(n));
const roleOf = (n: number): string => String(900_000_000_000_000_000n + BigInt(n));

const members = fc
  .uniqueArray(
    fc.record({
      id: fc.bigInt({ min: 0n, max: 9_000_000_000_000_000_000n }).map(idOf),
      roles: fc.uniqueArray(fc.integer({ min: 0, max: 260 }).map(roleOf), { maxLength: 12 }),
      pending: fc.boolean(),
      guest: fc.boolean(),
    }),
    { selector: ({ id }) => id, maxLength: 60 },
  )
  .map((list) =>
    list
      .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
      .map(({ id, ...observation }) => ({ id, observation: { kind: 'member' as const, at: 0, ...observation } })),
  );

describe('a page of members as bytes', () => {
  it('gives back what was put in, and nobody else', () => {
    fc.assert(
      fc.property(members, (list) => {
        const page = new MemberPage(MemberPage.of(list).bytes);
        for (const { id, observation } of list) {
          const found = page.find(id, 7);
          expect({ ...found, roles: [...(found?.roles ?? [])].sort() }).toEqual({
            ...observation,
            at: 7,
            roles: [...observation.roles].sort(),
          });
          const next = String(BigInt(id) + 1n);
          if (!list.some((member) => member.id === next)) expect(page.find(next, 7)).toBeNull();
        }
      }),
    );
  });

  it('tells the roles of a member in the same order, whoever stands on the page before them', () => {
    const member = (n: number, ...roles: number[]) => ({
      id: idOf(n),
      observation: { kind: 'member' as const, roles: roles.map(roleOf), pending: false, guest: false, at: 0 },
    });
    const before = MemberPage.of([member(1, 2), member(2, 1, 2)]);
    const after = MemberPage.of([member(1, 1), member(2, 1, 2)]);
    expect(after.find(idOf(2), 7)).toEqual(before.find(idOf(2), 7));
  });

  it('counts the members of each role', () => {
    fc.assert(
      fc.property(members, (list) => {
        const counts = new Map<string, number>();
        MemberPage.of(list).countRoles(counts);
        const expected = new Map<string, number>();
        for (const role of list.flatMap(({ observation }) => observation.roles)) {
          expected.set(role, (expected.get(role) ?? 0) + 1);
        }
        expect(counts).toEqual(expected);
      }),
    );
  });

  it('stays small enough for its column when 1000 members hold all 250 roles of a guild', () => {
    const roles = Array.from({ length: 250 }, (_, n) => roleOf(n));
    const observation = { kind: 'member' as const, roles, pending: false, guest: false, at: 0 };
    const { bytes } = MemberPage.of(Array.from({ length: 1000 }, (_, n) => ({ id: idOf(n), observation })));
    const sealed = Math.ceil(((bytes.length + 24 + 16) * 4) / 3) + 33;
    expect(sealed).toBeLessThan(65_535);
  });

  it('refuses bytes that are none', () => {
    expect(() => new MemberPage(Buffer.from([0, 1, 2]))).toThrow();
    expect(() => new MemberPage(MemberPage.of([]).bytes.subarray(0, 1))).toThrow();
  });

  it('may be empty', () => {
    expect(MemberPage.of([]).find(idOf(1), 0)).toBeNull();
  });
});
