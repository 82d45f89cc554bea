import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { configureHttp, createErrorFilter } from '@pulsetech/server-kit';
import { temporaryFolder, type TemporaryFolder } from '@pulsetech/testing';
import request from 'supertest';
import { contentSecurityPolicy } from './content-security-policy.js';
import { PagesModule } from './pages.module.js';

@Module({})
class EmptyModule {}

describe('the pages of a site', () => {
  let folder: TemporaryFolder;
  let app: NestExpressApplication;

  const start = async (): Promise<void> => {
    const module = await Test.createTestingModule({
      imports: [EmptyModule, PagesModule.forRoot(folder.path)],
    }).compile();
    app = module.createNestApplication<NestExpressApplication>({ bodyParser: false, logger: false });
    configureHttp(app, {
      trustProxy: false,
      contentSecurityPolicy: contentSecurityPolicy('https://avatars.example/x'),
    });
    app.useGlobalFilters(createErrorFilter({}));
    await app.init();
  };
  const get = (path: string) => request(app.getHttpServer()).get(path);

  beforeEach(() => {
    folder = temporaryFolder();
    mkdirSync(join(folder.path, 'assets'));
    writeFileSync(join(folder.path, 'index.html'), '<title>the page</title>');
    writeFileSync(join(folder.path, 'assets', 'index-abc123.js'), 'run()');
    writeFileSync(join(folder.path, 'favicon.svg'), '<svg/>');
  });
  afterEach(async () => {
    await app.close();
    folder.remove();
  });

  it.each([
    '/',
    '/my',
    '/my/',
    '/login/index.php?discorderror=email_in_use',
    '/admin',
    '/admin/settings.php?section=local_pulsetech_discord',
    '/local/pulsetech_discord/link.php?linked=1',
    '/local/pulsetech_discord/rolemappings.php',
    '/local/pulsetech_discord/activity.php?tab=webservice',
    '/local/pulsetech_discord/runs.php',
    '/local/pulsetech_discord/run.php?id=41',
    '/local/pulsetech_discord/person.php?id=123&course=5',
    '/local/pulsetech_discord/webservice.php',
  ])('are at %s, and asked for anew each time', async (path) => {
    await start();
    const answer = await get(path);
    expect([answer.status, answer.text]).toEqual([200, '<title>the page</title>']);
    expect(answer.headers['cache-control']).toBe('no-cache');
  });

  it.each([
    '/local/pulsetech_discord/callback.php',
    '/api/v1/nothing',
    '/webservice/rest/server.php',
    '/webservice/openapi.json',
    '/webservice/',
    '/webservice/anything',
    '/assets/',
    '/x',
  ])('are not at %s', async (path) => {
    await start();
    expect((await get(path)).status).toBe(404);
  });

  it('are only read, never written to', async () => {
    await start();
    expect((await request(app.getHttpServer()).post('/my/')).status).toBe(404);
  });

  it('have files that browsers may keep for ever when their name changes with their content', async () => {
    await start();
    expect((await get('/assets/index-abc123.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await get('/favicon.svg')).headers['cache-control']).toBe('no-cache');
  });

  it.each(['/../package.json', '/%2e%2e/package.json', '/assets/..%2f..%2fetc/passwd', '/.git/config'])(
    'give nothing from outside their folder (%s)',
    async (path) => {
      await start();
      expect((await get(path)).status).toBeGreaterThanOrEqual(400);
    },
  );

  it('run only scripts of their own and show only known pictures', async () => {
    await start();
    const policy = String((await get('/')).headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("img-src 'self' data: https://cdn.discordapp.com https://avatars.example;");
    expect(policy).toContain("form-action 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it('say what to do when they are not built', async () => {
    folder.remove();
    await start();
    const answer = await get('/my/');
    expect(answer.status).toBe(503);
    expect(answer.text).toContain('npm run build');
  });
});
