import { hashToken } from '@pulsetech/server-kit';
import { heldPromise, until } from '@pulsetech/testing';
import { closeAfterAll } from '../../../test/close-after.js';
import type { SiteFixture } from '../../../test/site.fixture.js';
import { EXPIRED, MAPPINGS, TokensFixture, UNKNOWN, WORKS } from '../../../test/tokens.fixture.js';
import { UserEntity } from '../lms/embedded/entities/user.entity.js';

describe('A web service token', () => {
  let fixture: TokensFixture;
  let site: SiteFixture;

  beforeAll(async () => {
    fixture = await TokensFixture.start();
    site = fixture.site;
  }, 120_000);
  closeAfterAll(() => fixture);
  afterEach(() => jest.restoreAllMocks());

  describe('is refused', () => {
    test('for functions that it is not for', async () => {
      const token = await fixture.make({ functions: [MAPPINGS] });
      expect(await fixture.call(token, undefined, MAPPINGS)).toEqual([]);
      expect(await fixture.call(token)).toMatchObject({ errorcode: 'accessexception' });
    });

    test('after its last second, first as expired and then as unknown, and is shown as expired', async () => {
      const token = await fixture.make({ validUntil: fixture.now() + 1 });
      expect(await fixture.call(token)).toEqual(WORKS);
      site.clock.advanceSeconds(1);
      expect(await fixture.call(token)).toEqual(WORKS);
      site.clock.advanceSeconds(1);
      expect([await fixture.call(token), await fixture.call(token), await fixture.call(token)]).toEqual([
        EXPIRED,
        UNKNOWN,
        UNKNOWN,
      ]);
      expect(await fixture.shown(token)).toMatchObject({ state: 'expired' });
    });

    test('as expired once only, however many call at once', async () => {
      const token = await fixture.make({ validUntil: fixture.now() });
      site.clock.advanceSeconds(1);
      const answers = await Promise.all(Array.from({ length: 20 }, () => fixture.call(token)));
      expect(answers.filter((answer) => (answer as typeof EXPIRED).errorcode === 'accessexception')).toEqual([EXPIRED]);
      expect(answers.filter((answer) => (answer as typeof EXPIRED).errorcode === 'invalidtoken')).toHaveLength(19);
    });

    test('from other addresses, also while it is in use from a right one', async () => {
      const token = await fixture.make({ addresses: '10.0.0.0/8, 2001:db8:' });
      expect(await fixture.call(token, '10.1.2.3')).toEqual(WORKS);
      expect(await fixture.call(token, '11.1.2.3')).toEqual(EXPIRED);
      expect(await fixture.call(token, '2001:db8::9')).toEqual(WORKS);
      expect(await fixture.call(token)).toEqual(EXPIRED);
      expect(site.log.join('')).toContain('Invalid service - IP:11.1.2.3 is not supported - check this allowed user');
    });

    test('in Moodle’s order: expired, address, not confirmed, suspended, no login, REST', async () => {
      const owner = await site.user({ confirmed: false, suspended: true });
      const token = await fixture.make({ validUntil: fixture.now() + 10, addresses: '10.0.0.1' }, owner.id);
      expect(await fixture.call(token)).toEqual(EXPIRED);
      expect(await fixture.call(token, '10.0.0.1')).toMatchObject({
        errorcode: 'wsaccessuserunconfirmed',
        message: `Refused web service access for unconfirmed username: ${owner.username}`,
      });
      expect(await fixture.shown(token)).toMatchObject({ state: 'owner_unconfirmed' });
      const suspended = await site.user({ suspended: true });
      const theirs = await fixture.make({}, suspended.id);
      expect(await fixture.call(theirs)).toMatchObject({ errorcode: 'wsaccessusersuspended' });
      expect(await fixture.shown(theirs)).toMatchObject({ state: 'owner_suspended' });
      const barred = await site.user();
      await site.dataSource.manager.update(UserEntity, { id: barred.id }, { auth: 'nologin' });
      const barredToken = await fixture.make({}, barred.id);
      expect(await fixture.call(barredToken)).toMatchObject({
        errorcode: 'wsaccessusernologin',
        message: `Refused web service access for nologin authentication username: ${barred.username}`,
      });
      expect(await fixture.shown(barredToken)).toMatchObject({ state: 'owner_nologin' });
      expect(await fixture.call(await fixture.make({}, (await site.user()).id))).toEqual(EXPIRED);
      site.clock.advanceSeconds(11);
      expect([await fixture.call(token), await fixture.call(token, '10.0.0.1')]).toEqual([EXPIRED, UNKNOWN]);
    });

    test('in capital letters', async () => {
      const token = await fixture.make();
      expect(await fixture.call(`${token} `)).toEqual(WORKS);
      const upper = token.toUpperCase();
      if (upper !== token) expect(await fixture.call(upper)).toEqual(UNKNOWN);
    });
  });

  describe('that is revoked', () => {
    test('ends once, whoever asks at the same time', async () => {
      const { details } = await fixture.tokens.create('bot', fixture.admin.id);
      const remove = async (): Promise<number> =>
        (await fixture.page.change('DELETE', `/api/v1/tokens/${details.id}`)).status;
      expect((await Promise.all([remove(), remove()])).sort()).toEqual([204, 404]);
    });

    test('by another process ends here within two seconds', async () => {
      const token = await fixture.make();
      expect(await fixture.call(token)).toEqual(WORKS);
      const repository = fixture.rows;
      await repository.remove((await repository.findByHash(hashToken(token)))?.id ?? 0);
      site.clock.advanceSeconds(2);
      expect(await fixture.call(token)).toEqual(UNKNOWN);
    });

    test('while a call looks it up is not remembered', async () => {
      const token = await fixture.make();
      const repository = fixture.rows;
      const stored = await repository.findByHash(hashToken(token));
      const { promise, resolve: goOn } = heldPromise<typeof stored>();
      const lookup = jest.spyOn(repository, 'findByHash').mockReturnValueOnce(promise);
      const early = fixture.call(token);
      try {
        await until('the call looks its token up', () => lookup.mock.calls.length > 0);
        await fixture.tokens.revoke(stored?.id ?? 0);
        expect(await fixture.call(token)).toEqual(UNKNOWN);
      } finally {
        goOn(stored);
      }
      expect(await early).toEqual(WORKS);
      expect(await fixture.call(token)).toEqual(UNKNOWN);
    });
  });
});
