import { Controller, Get, Module, Param } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { createErrorFilter } from '../errors/error-filter.js';
import { measureRequests } from './http-metrics.js';
import { counter, state } from './metrics.js';
import { MetricsModule } from './metrics.module.js';

const TOKEN = 'the-metrics-token-of-this-test';

@Controller('things')
class ThingsController {
  @Get(':id')
  one(@Param('id') id: string): string {
    return id;
  }
}

describe('the metrics of a server', () => {
  let app: NestExpressApplication;

  const start = async (token: string | undefined): Promise<void> => {
    @Module({ imports: [MetricsModule.forRoot({ token })], controllers: [ThingsController] })
    class TestModule {}
    const module = await Test.createTestingModule({ imports: [TestModule] }).compile();
    app = module.createNestApplication<NestExpressApplication>();
    measureRequests(app);
    app.useGlobalFilters(createErrorFilter({}));
    await app.init();
  };
  const metrics = async (): Promise<string> => {
    const answer = await request(app.getHttpServer()).get('/metrics').set('Authorization', `Bearer ${TOKEN}`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toContain('text/plain');
    return answer.text;
  };
  const linesOf = (text: string, name: string): string[] =>
    text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));

  afterEach(() => app.close());

  it('are not there without a token in the configuration', async () => {
    await start(undefined);
    for (const authorization of ['', 'Bearer ', 'Bearer undefined', 'Bearer null']) {
      const { status } = await request(app.getHttpServer()).get('/metrics').set('Authorization', authorization);
      expect(status).toBe(404);
    }
  });

  it('are shown to nobody without that token', async () => {
    await start(TOKEN);
    for (const authorization of ['', 'Bearer ', `Bearer ${TOKEN}x`, `Basic ${TOKEN}`, TOKEN]) {
      const answer = await request(app.getHttpServer()).get('/metrics').set('Authorization', authorization);
      expect(answer.status).toBe(401);
      expect(answer.text).not.toContain('pulsetech_');
    }
    expect(await metrics()).toContain('process_cpu_seconds_total');
  });

  it('tell of requests by pattern, however many addresses are tried', async () => {
    await start(TOKEN);
    const server = app.getHttpServer();
    for (let n = 0; n < 300; n++) {
      await request(server).get(`/things/person-${n}@example.com?secret=${n}`);
      await request(server).get(`/nowhere/${n}/../${n}`);
    }
    const text = await metrics();
    const counts = linesOf(text, 'pulsetech_http_request_duration_seconds_count');
    expect(counts).toContainEqual(expect.stringContaining('route="/things/:id"'));
    expect(counts).toContainEqual(expect.stringContaining('route="none"'));
    expect(counts.length).toBeLessThan(10);
    expect(text).not.toContain('person-1');
    expect(text).not.toContain('nowhere');
  });

  it('have a bounded number of series, whatever a label is told', async () => {
    await start(TOKEN);
    const hostile = counter({ name: 'pulsetech_test_hostile_total', help: 'For this test.', labels: ['what'] });
    for (let n = 0; n < 5000; n++) hostile.add({ what: `value "${n}"\n` });
    const lines = linesOf(await metrics(), 'pulsetech_test_hostile_total');
    expect(lines).toHaveLength(201);
    expect(lines).toContain('pulsetech_test_hostile_total{what="other"} 4800');
  });

  it('leave out what cannot be read', async () => {
    await start(TOKEN);
    const text = { name: 'pulsetech_test_state', help: 'For this test.' };
    state(text, () => Promise.reject(new Error('The database is down.')));
    expect(linesOf(await metrics(), 'pulsetech_test_state')).toEqual([]);
    state(text, () => [[{}, 7]]);
    expect(linesOf(await metrics(), 'pulsetech_test_state')).toEqual(['pulsetech_test_state 7']);
  });
});
