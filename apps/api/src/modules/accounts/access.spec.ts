import { Controller, Get } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { Test, type TestingModule } from '@nestjs/testing';
import { routesOf, type Route } from '../../../test/routes.js';
import { testConfig, type TestConfig } from '../../../test/test-config.js';
import { AppModule } from '../../app.module.js';
import { ProcessRole } from '../../platform/process/process-role.js';

@Controller('api/v1/careless')
class CarelessController {
  @Get('secrets')
  secrets(): string {
    return 'everything';
  }
}

/** Whoever adds a line here has thought about strangers and machines calling it. */
const PUBLIC_ROUTES = [
  'DELETE /api/v1/session',
  'GET /api/v1/session',
  'GET /api/v1/webservice/reference',
  'GET /auth/discord',
  'GET /health',
  'GET /local/pulsetech_discord/callback.php',
  'GET /metrics',
  'GET /pluginfile.php/:contextId/course/generated/course.svg',
  'GET /theme/image.php/boost/core/:revision/u/:size',
  'GET /webservice/openapi.json',
  'POST /api/v1/session',
];

/** The web service is not among these routes: it stands in front of them and asks for its own tokens. */
describe('the routes of the site', () => {
  let site: TestConfig;
  let app: TestingModule;
  let routes: Route[];

  beforeAll(async () => {
    site = await testConfig({ LOG_LEVEL: 'fatal' });
    app = await Test.createTestingModule({
      imports: [
        AppModule.forRoot(site.config, { role: new ProcessRole('cli'), version: '0', webDist: site.config.DATA_DIR }),
        DiscoveryModule,
      ],
      controllers: [CarelessController],
    }).compile();
    routes = routesOf(app.get(DiscoveryService));
  }, 60_000);

  afterAll(async () => {
    await app.close();
    await site.drop();
  }, 30_000);

  it('all say who may call them', () => {
    expect(routes.length).toBeGreaterThan(5);
    expect(routes.filter(({ access }) => access === null).map(({ address }) => address)).toEqual([
      'GET /api/v1/careless/secrets',
    ]);
  });

  it('are open to everybody only where that is meant', () => {
    const open = routes.filter(({ access }) => access?.kind === 'public').map(({ address }) => address);
    expect(open.sort()).toEqual([...PUBLIC_ROUTES].sort());
  });
});
