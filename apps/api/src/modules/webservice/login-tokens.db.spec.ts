import { Clock, hashToken, SecretBox } from '@pulsetech/server-kit';
import { closeAfterAll } from '../../../test/close-after.js';
import { SiteFixture } from '../../../test/site.fixture.js';
import { Caches } from '../../platform/caches/caches.js';
import { LmsPort, type LmsUser } from '../lms/lms.port.js';
import { PeopleService } from '../lms/people/people.service.js';
import { CallerAuthentication } from './caller-authentication.js';
import { CallersCache } from './callers.cache.js';
import { LoginTokensRepository } from './login-tokens.repository.js';
import { LoginTokensService } from './login-tokens.service.js';
import { TokenOwners } from './token-owners.service.js';
import { TokenUse } from './token-use.js';
import { TokensRepository } from './tokens.repository.js';
import { TokensService } from './tokens.service.js';

const SERVICE = 'local_pulsetech_discord';
const WEEK = 7 * 24 * 3600;

describe('The token of a sign-in at login/token.php', () => {
  let site: SiteFixture;
  let user: LmsUser;

  beforeAll(async () => {
    site = await SiteFixture.start();
  }, 120_000);
  closeAfterAll(() => site);
  beforeEach(async () => {
    user = await site.manager();
  });

  const logins = (): LoginTokensService => site.app.get(LoginTokensService);
  const people = (): PeopleService => site.app.get(PeopleService);
  const withKeys = async (keys: string): Promise<LoginTokensService> =>
    new LoginTokensService(
      site.app.get(LoginTokensRepository),
      site.app.get(CallersCache),
      await SecretBox.create(keys),
      site.app.get(Clock),
    );
  const rows = async () => (await site.app.get(TokensService).list()).filter(({ owner }) => owner === user.username);
  const call = async (token: string): Promise<unknown> => {
    const query = `wstoken=${token}&wsfunction=${SERVICE}_get_role_mappings&moodlewsrestformat=json`;
    return (await fetch(`${site.origin}/webservice/rest/server.php?${query}`)).json();
  };
  const refused = expect.objectContaining({ errorcode: 'invalidtoken' }) as object;

  it('is the same each time, works, and has Moodle’s form and length of life', async () => {
    expect(await logins().existing(user.id, SERVICE)).toBeNull();
    const token = await logins().tokenFor(user.id, SERVICE);
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    expect(await logins().tokenFor(user.id, SERVICE)).toBe(token);
    expect(await logins().existing(user.id, SERVICE)).toBe(token);
    expect(await call(token)).toEqual([]);
    expect(await rows()).toEqual([
      expect.objectContaining({
        kind: 'login',
        functions: null,
        createdBy: user.username,
        validUntil: site.clock.nowSeconds() + 12 * WEEK,
      }) as object,
    ]);
  });

  it('is another for everybody and for every service', async () => {
    const other = await site.user();
    const tokens = [
      await logins().tokenFor(user.id, SERVICE),
      await logins().tokenFor(user.id, 'another'),
      await logins().tokenFor(other.id, SERVICE),
    ];
    expect(new Set(tokens).size).toBe(3);
  });

  it('is one when 20 first sign-ins happen at once', async () => {
    const tokens = await Promise.all(Array.from({ length: 20 }, () => logins().tokenFor(user.id, SERVICE)));
    expect(new Set(tokens).size).toBe(1);
    expect(await rows()).toHaveLength(1);
    expect(await call(tokens[0] ?? '')).toEqual([]);
  });

  it('is a new one after it was revoked', async () => {
    const token = await logins().tokenFor(user.id, SERVICE);
    await site.app.get(TokensService).revoke((await rows())[0]?.id ?? 0);
    expect(await call(token)).toEqual(refused);
    const next = await logins().tokenFor(user.id, SERVICE);
    expect(next).not.toBe(token);
    expect(await call(next)).toEqual([]);
  });

  it('is a new one after it expired, in the same row', async () => {
    const token = await logins().tokenFor(user.id, SERVICE);
    site.clock.advanceSeconds(12 * WEEK + 1);
    expect(await call(token)).toMatchObject({ errorcode: 'accessexception' });
    expect(await logins().existing(user.id, SERVICE)).toBeNull();
    const tokens = await Promise.all(Array.from({ length: 10 }, () => logins().tokenFor(user.id, SERVICE)));
    expect(new Set(tokens).size).toBe(1);
    expect([await call(tokens[0] ?? ''), await call(token)]).toEqual([[], refused]);
    expect(await rows()).toHaveLength(1);
  });

  it('is not ended by a process that still remembers the expired one, whose row it has', async () => {
    const old = await logins().tokenFor(user.id, SERVICE);
    const elsewhere = new CallerAuthentication(
      site.app.get(TokensRepository),
      new CallersCache(site.clock, new Caches()),
      site.app.get(TokenUse),
      site.app.get(TokenOwners),
      site.app.get(LmsPort),
      site.clock,
    );
    const from = { address: '127.0.0.1' };
    site.clock.advanceSeconds(12 * WEEK);
    await elsewhere.authenticate(old, from);
    site.clock.advanceSeconds(1);
    const fresh = await logins().tokenFor(user.id, SERVICE);
    await expect(elsewhere.authenticate(old, from)).rejects.toMatchObject({ errorcode: 'invalidtoken' });
    expect(await call(fresh)).toEqual([]);
    expect(await logins().tokenFor(user.id, SERVICE)).toBe(fresh);
  });

  it('is a new one when it was refused as expired, also where the clock has not come so far', async () => {
    const token = await logins().tokenFor(user.id, SERVICE);
    const stored = await site.app.get(LoginTokensRepository).find({ userId: user.id, service: SERVICE });
    await site.app.get(TokensRepository).markExpired(stored?.id ?? 0, hashToken(token), site.clock.nowSeconds());
    const next = await logins().tokenFor(user.id, SERVICE);
    expect(next).not.toBe(token);
    expect(await call(next)).toEqual([]);
  });

  it('stays while its encryption key is configured, and is a new one when the key is gone or another', async () => {
    const [old, fresh, sameId] = [SecretBox.makeKey('old'), SecretBox.makeKey('fresh'), SecretBox.makeKey('old')];
    const token = await (await withKeys(old)).tokenFor(user.id, SERVICE);
    expect(await (await withKeys(`${fresh},${old}`)).tokenFor(user.id, SERVICE)).toBe(token);
    const next = await (await withKeys(fresh)).tokenFor(user.id, SERVICE);
    expect(next).not.toBe(token);
    expect(await call(token)).toEqual(refused);
    const last = await (await withKeys(`${fresh},${sameId}`)).tokenFor(user.id, SERVICE);
    expect(last).toBe(next);
    const otherBytes = await (await withKeys(SecretBox.makeKey('fresh'))).tokenFor(user.id, SERVICE);
    expect(otherBytes).not.toBe(next);
    expect(await call(otherBytes)).toEqual([]);
  });

  it.each([
    ['has a new password', (username: string) => people().setPassword(username, 'another good one')],
    ['is suspended', (username: string) => people().setSuspended(username, true)],
    ['is deleted', (username: string) => people().delete(username)],
  ])('ends when the person %s, and the tokens of bots do not', async (_, happens) => {
    const other = await site.manager();
    const ids = async () => (await site.app.get(TokensService).list()).map(({ id }) => id);
    const [token, others] = [await logins().tokenFor(user.id, SERVICE), await logins().tokenFor(other.id, SERVICE)];
    const bot = await site.app.get(TokensService).create('bot', user.id);
    expect(await call(token)).toEqual([]);
    await happens(user.username);
    expect(await call(token)).toEqual(refused);
    expect(await logins().existing(user.id, SERVICE)).toBeNull();
    expect(await call(others)).toEqual([]);
    expect(await ids()).toContain(bot.details.id);
  });

  it('stays when a suspension is taken back', async () => {
    const token = await logins().tokenFor(user.id, SERVICE);
    await people().setSuspended(user.username, false);
    expect(await call(token)).toEqual([]);
  });

  it('cannot be made out of what the database holds', async () => {
    const token = await logins().tokenFor(user.id, SERVICE);
    const stored = await site.app.get(LoginTokensRepository).find({ userId: user.id, service: SERVICE });
    expect(stored?.hash).toBe(hashToken(token));
    const stolen = await withKeys(SecretBox.makeKey(stored?.keyId));
    expect(await stolen.existing(user.id, SERVICE)).toBeNull();
  });
});
