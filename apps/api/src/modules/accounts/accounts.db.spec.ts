import { Controller, Get, Module, Post, Req } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { CAPABILITIES, type SessionDto, type SessionUser } from '@pulsetech/contracts';
import { Clock, configureHttp, createErrorFilter } from '@pulsetech/server-kit';
import { FakeClock } from '@pulsetech/testing';
import type { Request } from 'express';
import request, { type Response } from 'supertest';
import { DataSource } from 'typeorm';
import { testConfig, type TestConfig } from '../../../test/test-config.js';
import { STATUS_OF_ERROR } from '../../platform/errors/status-of-error.js';
import { PlatformModule } from '../../platform/platform.module.js';
import { ProcessRole } from '../../platform/process/process-role.js';
import type { LmsUser } from '../lms/lms.port.js';
import { PeopleModule } from '../lms/people/people.module.js';
import { PeopleService } from '../lms/people/people.service.js';
import { CurrentUser, Public, RequireCapability, RequireSignIn } from './access.decorators.js';
import { AccountsModule } from './accounts.module.js';
import { ExpiredSessionsService } from './expired-sessions.service.js';
import { SessionsService } from './sessions.service.js';

@Controller('api/v1/trial')
class TrialController {
  constructor(private readonly sessions: SessionsService) {}

  @Get('forgotten')
  forgotten(): string {
    return 'nobody should see this';
  }

  @Get('open')
  @Public()
  open(): { open: boolean } {
    return { open: true };
  }

  @Get('own')
  @RequireSignIn()
  own(@CurrentUser() user: SessionUser): { id: number } {
    return { id: user.id };
  }

  @Post('manage')
  @RequireCapability(CAPABILITIES.manage)
  manage(): { done: boolean } {
    return { done: true };
  }

  @Post('end-others')
  @RequireSignIn()
  async endOthers(@Req() req: Request, @CurrentUser() user: SessionUser): Promise<{ ended: number }> {
    return { ended: await this.sessions.endForUser(user.id, { exceptSid: req.sessionID }) };
  }

  @Post('end-all-while-working')
  @RequireSignIn()
  async endAll(@Req() req: Request, @CurrentUser() user: SessionUser): Promise<{ ended: number }> {
    const ended = await this.sessions.endForUser(user.id);
    // Something else changes the session afterwards, as a request under way in another tab does.
    req.session.csrfToken = 'changed';
    return { ended };
  }
}

@Module({ imports: [AccountsModule, PeopleModule], controllers: [TrialController] })
class TrialModule {}

const PASSWORD = 'a good password';

describe('accounts', () => {
  let site: TestConfig;
  let app: NestExpressApplication;
  let people: PeopleService;
  const clock = new FakeClock();

  beforeAll(async () => {
    site = await testConfig();
    const tested = await Test.createTestingModule({
      imports: [PlatformModule.forRoot(site.config, new ProcessRole('server'), '0'), TrialModule],
    })
      .overrideProvider(Clock)
      .useValue(clock)
      .compile();
    app = tested.createNestApplication<NestExpressApplication>({ bodyParser: false, logger: false });
    configureHttp(app, { trustProxy: 'loopback' });
    app.useGlobalFilters(createErrorFilter(STATUS_OF_ERROR));
    await app.listen(0, '127.0.0.1');
    people = app.get(PeopleService);
  }, 120_000);

  afterAll(async () => {
    await app.close();
    await site.drop();
  }, 30_000);

  let made = 0;
  const person = (role?: 'manager'): Promise<LmsUser> =>
    people.create({
      username: `person${++made}`,
      firstname: 'Per',
      lastname: 'Son',
      email: `person${made}@example.com`,
      confirmed: true,
      password: PASSWORD,
      role,
    });

  /** A browser: keeps the cookie, and sends the token of its session where it is asked to. */
  class Browser {
    cookie = '';
    token = '';

    constructor(readonly address = '203.0.113.7') {}

    async send(method: 'get' | 'post' | 'delete', path: string, body?: object, token = this.token): Promise<Response> {
      const response = await request(app.getHttpServer())
        [method](path)
        .set('X-Forwarded-For', this.address)
        .set('Cookie', this.cookie)
        .set('X-CSRF-Token', token)
        .send(body);
      const [cookie] = ([] as string[]).concat(response.headers['set-cookie'] ?? []);
      if (cookie) this.cookie = cookie.split(';')[0] ?? '';
      return response;
    }

    async session(): Promise<SessionDto> {
      const { body } = await this.send('get', '/api/v1/session');
      this.token = (body as SessionDto).csrfToken;
      return body as SessionDto;
    }

    async signIn(username: string, password = PASSWORD): Promise<Response> {
      await this.session();
      const response = await this.send('post', '/api/v1/session', { username, password });
      if (response.status === 200) this.token = (response.body as SessionDto).csrfToken;
      return response;
    }
  }

  const signedIn = async (user: LmsUser): Promise<Browser> => {
    const browser = new Browser();
    expect((await browser.signIn(user.username)).status).toBe(200);
    return browser;
  };
  const rows = () =>
    app
      .get(DataSource)
      .query<{ sid: string; userid: number; sessdata: string; firstip: string }[]>(
        'SELECT sid, userid, sessdata, firstip FROM sessions',
      );
  const codeOf = (response: Response) => [response.status, (response.body as { error?: { code: string } }).error?.code];

  describe('sessions', () => {
    it('do not come into being by reading a page that needs none', async () => {
      const before = (await rows()).length;
      const response = await new Browser().send('get', '/api/v1/trial/open');
      expect(response.body).toEqual({ open: true });
      expect(response.headers['set-cookie']).toBeUndefined();
      expect(await rows()).toHaveLength(before);
    });

    it('come into being when the sign-in page asks for its token, in a cookie that scripts and other sites cannot use', async () => {
      const browser = new Browser();
      const first = await browser.send('get', '/api/v1/session');
      expect(first.body).toEqual({
        siteName: 'PulseLMS',
        user: null,
        csrfToken: expect.stringMatching(/^[\w-]{40,}$/),
        discordLogin: { available: false, reason: 'licence' },
      });
      expect(first.headers['set-cookie']?.[0]).toMatch(
        /^PulseSession=s%3A.*; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/,
      );
      expect(first.headers['cache-control']).toBe('no-store');
      expect((await browser.session()).csrfToken).toBe((first.body as SessionDto).csrfToken);
    });

    it('are kept under a hash of their id, with the address they began at', async () => {
      const browser = new Browser('198.51.100.23');
      await browser.session();
      const id = decodeURIComponent(browser.cookie).replace('PulseSession=s:', '').split('.')[0] ?? '';
      const stored = JSON.stringify(await rows());
      expect(id.length).toBeGreaterThan(20);
      expect(stored).not.toContain(id);
      expect((await rows()).map(({ firstip }) => firstip)).toContain('198.51.100.23');
    });

    it('change their id and their token at the sign-in', async () => {
      const user = await person();
      const browser = new Browser();
      const { csrfToken } = await browser.session();
      const before = browser.cookie;
      const response = await browser.signIn(user.username);
      expect(response.body).toMatchObject({
        user: { id: user.id, username: user.username, capabilities: [CAPABILITIES.linkAccount] },
      });
      expect(browser.cookie).not.toBe(before);
      expect(browser.token).not.toBe(csrfToken);
      const stale = new Browser();
      stale.cookie = before;
      expect((await stale.session()).user).toBeNull();
    });

    it('end by signing out', async () => {
      const browser = await signedIn(await person());
      const old = browser.cookie;
      expect((await browser.send('delete', '/api/v1/session')).status).toBe(204);
      expect((await browser.session()).user).toBeNull();
      browser.cookie = old;
      expect(codeOf(await browser.send('get', '/api/v1/trial/own'))).toEqual([401, 'sign_in_required']);
    });

    it('end when the person is suspended or deleted', async () => {
      for (const end of [(name: string) => people.setSuspended(name, true), (name: string) => people.delete(name)]) {
        const user = await person();
        const browsers = [await signedIn(user), await signedIn(user)];
        await end(user.username);
        for (const browser of browsers) {
          expect(codeOf(await browser.send('get', '/api/v1/trial/own'))).toEqual([401, 'sign_in_required']);
        }
      }
    });

    it('end at once when the person is suspended in the LMS without this site being told', async () => {
      const user = await person();
      const browser = await signedIn(user);
      await app.get(DataSource).query('UPDATE lms_user SET suspended = 1 WHERE id = ?', [user.id]);
      expect((await browser.session()).user).toBeNull();
      expect((await rows()).filter(({ userid }) => userid === user.id)).toEqual([]);
    });

    it('of one user all end but the one that asks', async () => {
      const user = await person();
      const [one, other] = [await signedIn(user), await signedIn(user)];
      expect((await one.send('post', '/api/v1/trial/end-others')).body).toEqual({ ended: 1 });
      expect((await one.session()).user?.id).toBe(user.id);
      expect((await other.session()).user).toBeNull();
    });

    it('that were ended do not come back by a request that was under way', async () => {
      const user = await person();
      const browser = await signedIn(user);
      const old = browser.cookie;
      expect((await browser.send('post', '/api/v1/trial/end-all-while-working')).body).toEqual({ ended: 1 });
      browser.cookie = old;
      expect((await browser.session()).user).toBeNull();
    });

    it('go on for eight hours after the last request, and for seven days at most', async () => {
      const user = await person();
      const browser = await signedIn(user);
      for (let hour = 0; hour < 7 * 24; hour += 7) {
        expect((await browser.send('get', '/api/v1/trial/own')).status).toBe(200);
        clock.advanceHours(7);
      }
      clock.advanceHours(1);
      expect((await browser.send('get', '/api/v1/trial/own')).status).toBe(401);

      const idle = await signedIn(user);
      clock.advanceHours(8.1);
      expect((await idle.send('get', '/api/v1/trial/own')).status).toBe(401);
    });

    it('in which nobody signed in end after half an hour', async () => {
      const browser = new Browser();
      const { csrfToken } = await browser.session();
      clock.advanceSeconds(30 * 60);
      expect((await browser.session()).csrfToken).toBe(csrfToken);
      clock.advanceSeconds(30 * 60 + 1);
      expect((await browser.session()).csrfToken).not.toBe(csrfToken);
    });

    it('that are over leave the table', async () => {
      const user = await person();
      await signedIn(user);
      await new Browser().session();
      clock.advanceHours(3);
      await app.get(ExpiredSessionsService).clear();
      expect((await rows()).map(({ userid }) => userid)).toEqual([user.id]);
      clock.advanceHours(6);
      await app.get(ExpiredSessionsService).clear();
      expect(await rows()).toEqual([]);
    });

    it('begin 120 times a minute from one network at most; those that have begun go on', async () => {
      const early = new Browser('2001:db8:77::1');
      const user = await person();
      await early.signIn(user.username);
      for (let n = 1; n < 120; n++) await new Browser(`2001:db8:77::${n.toString(16)}`).session();
      const refused = await new Browser('2001:db8:77::abcd').send('get', '/api/v1/session');
      expect(codeOf(refused)).toEqual([429, 'too_many_attempts']);
      expect(refused.headers['retry-after']).toBe('60');
      expect(refused.headers['set-cookie']).toBeUndefined();
      expect((await early.session()).user?.id).toBe(user.id);
      expect((await new Browser('2001:db8:78::1').session()).user).toBeNull();
      clock.advanceSeconds(60);
      expect((await new Browser('2001:db8:77::abcd').session()).user).toBeNull();
    });
  });

  describe('access', () => {
    it('is refused where a route does not say who may call it, even to managers', async () => {
      const browser = await signedIn(await person('manager'));
      expect(codeOf(await browser.send('get', '/api/v1/trial/forgotten'))).toEqual([403, 'not_permitted']);
    });

    it('needs a sign-in, and the capability where one is named', async () => {
      const anonymous = new Browser();
      await anonymous.session();
      expect(codeOf(await anonymous.send('post', '/api/v1/trial/manage'))).toEqual([401, 'sign_in_required']);
      const plain = await signedIn(await person());
      expect(codeOf(await plain.send('post', '/api/v1/trial/manage'))).toEqual([403, 'not_permitted']);
      const manager = await signedIn(await person('manager'));
      expect((await manager.send('post', '/api/v1/trial/manage')).body).toEqual({ done: true });
    });

    it('to change something needs the token of the session, however the address is written', async () => {
      const manager = await signedIn(await person('manager'));
      const other = await signedIn(await person('manager'));
      for (const token of ['', 'wrong', other.token]) {
        for (const path of ['/api/v1/trial/manage', '/API/V1/trial/manage', '/api/v1/trial/manage/']) {
          expect(codeOf(await manager.send('post', path, {}, token))).toEqual([403, 'csrf_invalid']);
        }
      }
      expect(codeOf(await manager.send('delete', '/api/v1/session', undefined, 'wrong'))).toEqual([
        403,
        'csrf_invalid',
      ]);
      expect(codeOf(await new Browser().send('post', '/api/v1/session', {}, 'x'))).toEqual([403, 'csrf_invalid']);
    });
  });

  describe('signing in by password', () => {
    it('is refused in the same words for an unknown name, a wrong password and a suspended person', async () => {
      const [user, suspended] = [await person(), await person()];
      await people.setSuspended(suspended.username, true);
      const browser = new Browser();
      const answers = [
        await browser.signIn(user.username, 'wrong'),
        await browser.signIn('nobody.has.this'),
        await browser.signIn(suspended.username),
      ];
      expect(new Set(answers.map((answer) => JSON.stringify([answer.status, answer.body]))).size).toBe(1);
      expect(codeOf(answers[0] as Response)).toEqual([401, 'invalid_login']);
      expect((await browser.session()).user).toBeNull();
    });

    it('is refused after ten failures for ten minutes, for that name from that address only', async () => {
      const user = await person();
      const guesser = new Browser('192.0.2.66');
      for (let n = 0; n < 10; n++) expect((await guesser.signIn(user.username, `guess ${n}`)).status).toBe(401);
      const refused = await guesser.signIn(user.username);
      expect(codeOf(refused)).toEqual([429, 'too_many_attempts']);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect((await new Browser('192.0.2.67').signIn(user.username)).status).toBe(200);
      clock.advanceSeconds(601);
      expect((await guesser.signIn(user.username)).status).toBe(200);
    });

    it('says which field is missing', async () => {
      const browser = new Browser();
      await browser.session();
      const response = await browser.send('post', '/api/v1/session', { username: 'somebody' });
      expect(response.status).toBe(400);
      expect(response.body).toMatchObject({ error: { fields: { password: expect.any(String) } } });
    });
  });

  describe('people', () => {
    it('are created with what is needed and nothing else', async () => {
      const wrong = people.create({
        username: 'Upper Case',
        firstname: ' ',
        lastname: 'x'.repeat(101),
        email: 'no address',
        confirmed: true,
        password: 'short',
      });
      await expect(wrong).rejects.toMatchObject({
        code: 'invalid_request',
        fields: {
          username: expect.any(String),
          firstname: expect.any(String),
          lastname: expect.any(String),
          email: expect.any(String),
          password: expect.any(String),
        },
      });
    });

    it('get a new password, which signs them out everywhere', async () => {
      const user = await person();
      const browser = await signedIn(user);
      await people.setPassword(user.username, 'another good one');
      expect((await browser.session()).user).toBeNull();
      expect((await new Browser().signIn(user.username)).status).toBe(401);
      expect((await new Browser().signIn(user.username, 'another good one')).status).toBe(200);
      await expect(people.setPassword(user.username, 'short')).rejects.toMatchObject({ code: 'invalid_request' });
    });

    it('who are suspended may come back', async () => {
      const user = await person();
      await people.setSuspended(user.username, true);
      await people.setSuspended(user.username, false);
      expect((await new Browser().signIn(user.username)).status).toBe(200);
    });
  });
});
