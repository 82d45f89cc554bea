import { Body, Controller, Get, Headers, Inject, Logger, Module, Post, Query, Res } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { IsInt, IsString, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import type { Response } from 'express';
import { Logger as RequestLogger, PinoLogger } from 'nestjs-pino';
import request from 'supertest';
import type { ErrorBody } from '@pulsetech/contracts';
import { DomainError } from '../errors/domain-error.js';
import { createErrorFilter } from '../errors/error-filter.js';
import { HealthModule } from '../health/health.module.js';
import { HealthRegistry } from '../health/health.registry.js';
import { createLoggerModule, type LogLevel } from '../logging/logger.module.js';
import { currentRequestId } from '../logging/request-id.js';
import { configureHttp } from './configure-http.js';

const SECRET = 's3cr3tVALUE';

class DoorError extends DomainError<'door_closed' | 'door_missing' | 'house_down'> {}

class InnerDto {
  @IsInt({ message: 'Enter a number.' })
  n!: number;
}

class OuterDto {
  @IsString({ message: 'Enter a name.' })
  name!: string;

  @ValidateNested()
  @Type(() => InnerDto)
  inner!: InnerDto;
}

@Controller()
class DoorController {
  private readonly logger = new Logger('Door');

  @Post('door')
  open(@Body() dto: OuterDto): OuterDto {
    return dto;
  }

  @Post('login')
  login(@Query('code') code: string, @Headers('cookie') cookie: string): unknown {
    this.logger.log(`somebody came with code=${code} and ${cookie}`);
    this.logger.warn({ token: code, deep: { refresh_token: code } }, 'careless');
    return { access_token: SECRET, person: { email: `${SECRET}@example.com`, key: 'PLMS-7H2K-ABCD-EFGH-9QXX' } };
  }

  @Get('id')
  async id(): Promise<{ id: string | undefined }> {
    await Promise.resolve();
    return { id: currentRequestId() };
  }

  @Get('away')
  away(@Res() response: Response): void {
    response.setHeader('Set-Cookie', `PulseSession=${SECRET}; HttpOnly`);
    response.redirect(`https://site.example/cb?code=${SECRET}&state=${SECRET}`);
  }

  @Get('page')
  page(@Res() response: Response): void {
    response.type('html').send(`<p>${SECRET}</p>`);
  }

  @Get('fail/:how')
  fail(@Query('how') how: string): never {
    if (how === 'closed') {
      throw new DoorError('door_closed', 'The door is closed. Knock.', {
        fields: { door: 'closed' },
        retryAfterSeconds: 1.2,
      });
    }
    if (how === 'house') throw new DoorError('house_down', 'The house is being painted. Come back later.');
    if (how === 'unmapped') throw new DoorError('door_missing', `internal ${SECRET}`);
    throw Object.assign(new Error(`token=${SECRET}`), { parameters: [SECRET] });
  }
}

@Module({ imports: [HealthModule.forRoot({ version: '9.9.9' })], controllers: [DoorController] })
class DoorModule {
  constructor(@Inject(HealthRegistry) health: HealthRegistry) {
    health.register('painter', false, async () => ({ status: 'down', detail: 'At lunch.' }));
  }
}

describe('a server', () => {
  let app: NestExpressApplication;
  let log: string;

  const start = async (level: LogLevel): Promise<void> => {
    log = '';
    const destination = { write: (line: string) => (log += line) };
    const module = await Test.createTestingModule({
      imports: [createLoggerModule({ level, pretty: false, service: 'test', destination }), DoorModule],
    }).compile();
    app = module.createNestApplication<NestExpressApplication>({ bodyParser: false, bufferLogs: true });
    // nestjs-pino makes one logger for the whole process: the one of the first test.
    PinoLogger.root.level = level;
    app.useLogger(app.get(RequestLogger));
    configureHttp(app, { trustProxy: false });
    app.useGlobalFilters(createErrorFilter({ door_closed: 409, house_down: 503 }));
    await app.init();
  };
  const lines = (): Record<string, unknown>[] =>
    log
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const http = () => request(app.getHttpServer());
  afterEach(() => app.close());

  it('logs one line a request at info, with a correlation id that it also answers', async () => {
    await start('info');
    const answer = await http().get('/page').set('x-request-id', 'from-the-proxy-1');
    expect(answer.headers['x-request-id']).toBe('from-the-proxy-1');
    expect(lines()).toHaveLength(1);
    expect(lines()[0]).toMatchObject({
      level: 'info',
      service: 'test',
      reqId: 'from-the-proxy-1',
      msg: 'GET /page 200',
      req: { method: 'GET', url: '/page' },
      res: { statusCode: 200 },
    });
  });

  it('hands the correlation id on to whatever answers the request', async () => {
    await start('info');
    const answers = await Promise.all(
      ['first-request', 'second-request'].map((id) => http().get('/id').set('x-request-id', id)),
    );
    expect(answers.map(({ body }) => body as unknown)).toEqual([{ id: 'first-request' }, { id: 'second-request' }]);
    expect(currentRequestId()).toBeUndefined();
  });

  it('takes no correlation id that could forge a line', async () => {
    await start('info');
    const answer = await http().get('/page').set('x-request-id', 'a b"c');
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('logs headers and bodies at trace, and no secret at any level', async () => {
    await start('trace');
    await http()
      .post(`/login?code=${SECRET}&state=${SECRET}&page=1`)
      .set('cookie', `PulseSession=${SECRET}`)
      .set('authorization', `Bearer ${SECRET}`)
      .set('x-csrf-token', SECRET)
      .set('referer', `https://site.example/?wstoken=${SECRET}`)
      .send({ password: SECRET, username: 'jsmith', nested: [{ client_secret: SECRET }] });
    await http().post('/login?code=x').type('form').send(`wstoken=${SECRET}&wsfunction=f&code_verifier=${SECRET}`);
    await http().get('/away');
    await http().get('/page');
    await http().get(`/missing?token=${SECRET}`);
    await http().get('/fail/x?how=bug');

    expect(log).not.toContain(SECRET);
    expect(log).not.toContain('7H2K');
    const exchanges = lines().filter((line) => line['msg'] === 'exchange');
    expect(exchanges).toHaveLength(6);
    expect(exchanges[0]?.['exchange']).toMatchObject({
      method: 'POST',
      status: 201,
      requestHeaders: { cookie: '[redacted]', 'content-type': 'application/json' },
      requestBody: { password: '[redacted]', username: 'jsmith' },
    });
    expect(JSON.stringify(exchanges[1])).toContain('"wsfunction":"f"');
    expect(exchanges[3]?.['exchange']).toMatchObject({ responseBody: '[18 characters of text/html]' });
  });

  it('logs no headers or bodies at info', async () => {
    await start('info');
    await http()
      .post('/door')
      .send({ name: 'visible-name', inner: { n: 1 } })
      .expect(201);
    expect(log).not.toContain('visible-name');
    expect(log).not.toContain('content-type');
  });

  it('answers a domain error with its status, its words and its fields', async () => {
    await start('silent');
    const answer = await http().get('/fail/x?how=closed');
    expect(answer.status).toBe(409);
    expect(answer.headers['retry-after']).toBe('2');
    expect(answer.body).toEqual({
      error: { code: 'door_closed', message: 'The door is closed. Knock.', fields: { door: 'closed' } },
    });
  });

  it('answers a planned 5xx in words, with a correlation id', async () => {
    await start('silent');
    const answer = await http().get('/fail/x?how=house').set('x-request-id', 'house-request');
    expect(answer.status).toBe(503);
    expect(answer.body).toEqual({
      error: {
        code: 'house_down',
        message: 'The house is being painted. Come back later.',
        correlationId: 'house-request',
      },
    });
  });

  it.each(['bug', 'unmapped'])(
    'tells nothing of an unexpected error (%s) but a correlation id that the log has',
    async (how) => {
      await start('info');
      const answer = await http().get(`/fail/x?how=${how}`).set('x-request-id', 'find-me-1');
      expect(answer.status).toBe(500);
      expect(answer.body).toMatchObject({ error: { code: 'internal_error', correlationId: 'find-me-1' } });
      expect(JSON.stringify(answer.body)).not.toContain(SECRET);
      const entry = lines().find((line) => line['msg'] === 'Unexpected error');
      expect(entry).toMatchObject({ level: 'error', reqId: 'find-me-1', err: { type: expect.any(String) as string } });
      expect(JSON.stringify(entry)).toContain('server.spec');
    },
  );

  it('answers invalid fields each with its message, nested ones by their path, and refuses unknown ones', async () => {
    await start('silent');
    const answer = await http()
      .post('/door')
      .send({ name: 5, inner: { n: 'x' }, extra: 1 });
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      error: {
        code: 'invalid_request',
        message: 'Some fields need your attention.',
        fields: { name: 'Enter a name.', 'inner.n': 'Enter a number.', extra: 'This field is not known here.' },
      },
    });
  });

  it('refuses what it cannot read or what is too large, without blaming itself', async () => {
    await start('silent');
    const broken = await http().post('/door').type('json').send('{"name":');
    expect([broken.status, (broken.body as { error: { code: string } }).error.code]).toEqual([400, 'invalid_request']);
    const large = await http()
      .post('/door')
      .send({ name: 'x'.repeat(600_000) });
    expect([large.status, (large.body as { error: { code: string } }).error.code]).toEqual([413, 'too_large']);
    const form = await http()
      .post('/door')
      .type('form')
      .send(`name=${'x'.repeat(17_000)}`);
    expect([form.status, (form.body as { error: { code: string } }).error.code]).toEqual([413, 'too_large']);
    const missing = await http().get('/nowhere');
    expect([missing.status, (missing.body as { error: { code: string } }).error.code]).toEqual([404, 'not_found']);
  });

  it('reads forms as plain names and values, none of them nested', async () => {
    await start('silent');
    const answer = await http().post('/door').type('form').send('name=a&inner[n]=1');
    expect((answer.body as ErrorBody).error.fields).toHaveProperty(['inner[n]'], 'This field is not known here.');
  });

  it('sends strict security headers and does not name its software', async () => {
    await start('silent');
    const { headers } = await http().get('/page');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  it('is healthy while only something optional is down, and not when something required is', async () => {
    await start('silent');
    const well = await http().get('/health');
    expect(well.status).toBe(200);
    expect(well.body).toEqual({
      status: 'ok',
      version: '9.9.9',
      dependencies: { painter: { status: 'down', required: false, detail: 'At lunch.' } },
    });
    app.get(HealthRegistry).register('roof', true, () => Promise.reject(new Error(`at ${SECRET}`)));
    const ill = await http().get('/health');
    expect(ill.status).toBe(503);
    expect(JSON.stringify(ill.body)).not.toContain(SECRET);
  });
});
