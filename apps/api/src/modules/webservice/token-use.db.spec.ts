import { hashToken, moodleToken } from '@pulsetech/server-kit';
import { heldPromise } from '@pulsetech/testing';
import { closeAfterAll } from '../../../test/close-after.js';
import { BESIDE_CALLS, countingStatements } from '../../../test/counting-statements.js';
import type { SiteFixture } from '../../../test/site.fixture.js';
import { TokensFixture, WORKS } from '../../../test/tokens.fixture.js';
import { CallersCache } from './callers.cache.js';
import { TokenUse } from './token-use.js';

describe('A web service token', () => {
  let fixture: TokensFixture;
  let site: SiteFixture;

  beforeAll(async () => {
    fixture = await TokensFixture.start();
    site = fixture.site;
  }, 120_000);
  closeAfterAll(() => fixture);
  afterEach(() => jest.restoreAllMocks());

  describe('that is looked up', () => {
    const statements = async (work: () => Promise<unknown>): Promise<readonly string[]> =>
      (await countingStatements(site.dataSource, work, { ignore: BESIDE_CALLS })).queries;

    test('costs one indexed statement when nobody has it, and drives nobody out', async () => {
      const token = await fixture.make();
      expect(await fixture.call(token)).toEqual(WORKS);
      await site.app.get(TokenUse).settled();
      const [only, ...more] = await statements(() => fixture.call(moodleToken()));
      expect(more).toEqual([]);
      expect(only).toContain('external_tokens');
      const cache = site.app.get(CallersCache);
      for (let i = 0; i < 2500; i++) {
        await cache.get(`unknown ${i}`, () => Promise.reject(new Error('unknown'))).catch(() => undefined);
      }
      expect(
        (await statements(() => fixture.call(token))).filter((query) => query.includes('external_tokens')),
      ).toEqual([]);
    });

    test('is found by the unique index of the hashes', async () => {
      const isSqlite = site.dataSource.options.type === 'better-sqlite3';
      const plan: unknown = await site.dataSource.query(
        `${isSqlite ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN'} SELECT * FROM external_tokens WHERE token_hash = ?`,
        [hashToken(await fixture.make())],
      );
      expect(JSON.stringify(plan)).toContain('external_tokens_hash_uix');
    });

    test('is asked for by its hash only', async () => {
      const token = await fixture.make();
      const lines = await statements(() => fixture.call(token));
      expect(lines.join('\n')).toContain(hashToken(token));
      expect(lines.join('\n')).not.toContain(token);
    });
  });

  describe('that is used', () => {
    test('notes when and where, at most once a minute', async () => {
      const token = await fixture.make();
      const touch = jest.spyOn(fixture.rows, 'touch');
      const at = fixture.now();
      for (let i = 0; i < 6; i++) {
        expect(await fixture.call(token, `10.0.0.${i}`)).toEqual(WORKS);
        site.clock.advanceSeconds(10);
      }
      expect(touch).toHaveBeenCalledTimes(1);
      await site.app.get(TokenUse).settled();
      expect(await fixture.shown(token)).toMatchObject({ lastUsedAt: at, lastUsedFrom: '10.0.0.0' });
      await fixture.call(token, '10.0.0.9');
      await site.app.get(TokenUse).settled();
      expect(await fixture.shown(token)).toMatchObject({ lastUsedAt: at + 60, lastUsedFrom: '10.0.0.9' });
    });

    test('is not held up by that, nor refused when it fails', async () => {
      const token = await fixture.make();
      const touch = jest.spyOn(fixture.rows, 'touch');
      const { promise, reject } = heldPromise<undefined>();
      touch.mockReturnValueOnce(promise);
      try {
        expect(await fixture.call(token)).toEqual(WORKS);
      } finally {
        reject(new Error('disk full'));
      }
      await site.app.get(TokenUse).settled();
      expect(site.log.join('')).toContain('could not be written');
    });

    test('notes nothing for calls that were refused', async () => {
      const token = await fixture.make({ addresses: '10.0.0.1' });
      await fixture.call(token);
      await site.app.get(TokenUse).settled();
      expect(await fixture.shown(token)).toMatchObject({ lastUsedAt: null });
    });
  });
});
