import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { PUBLIC_ROUTE } from '@pulsetech/server-kit';
import { BillingUnderTest } from '../../../test/billing-under-test.js';
import { LICENCE_ROUTE } from './access.decorators.js';

interface Route {
  readonly address: string;
  readonly isPublic: boolean;
  readonly wantsLicence: boolean;
}

/** Whoever adds a line here has thought about strangers calling it. */
const PUBLIC_ROUTES = [
  'GET /.well-known/jwks.json',
  'GET /health',
  'GET /metrics',
  'GET /oauth2/authorize',
  'GET /oauth2/callback',
  'GET /users/@me',
  'POST /interactions',
  'POST /oauth2/consent',
  'POST /oauth2/token',
  'POST /oauth2/token/revoke',
  'POST /webhook-events',
];

function routesOf(billing: BillingUnderTest): Route[] {
  const controllers = [...billing.app.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  return controllers.flatMap(({ metatype }) => (typeof metatype === 'function' ? handlersOf(metatype) : []));
}

function handlersOf(controller: { prototype?: unknown }): Route[] {
  const prototype = Object(controller.prototype) as Record<string, unknown>;
  const base = String(Reflect.getMetadata(PATH_METADATA, controller) ?? '');
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (typeof handler !== 'function') return [];
    const method: unknown = Reflect.getMetadata(METHOD_METADATA, handler);
    if (typeof method !== 'number') return [];
    const marked = (key: string): boolean =>
      Reflect.getMetadata(key, handler) === true || Reflect.getMetadata(key, controller) === true;
    const path = `/${base}/${String(Reflect.getMetadata(PATH_METADATA, handler))}`
      .replace(/\/+/g, '/')
      .replace(/(.)\/$/, '$1');
    const address = `${RequestMethod[method] ?? ''} ${path}`;
    return [{ address, isPublic: marked(PUBLIC_ROUTE), wantsLicence: marked(LICENCE_ROUTE) }];
  });
}

describe('the routes of the billing server', () => {
  let billing: BillingUnderTest;
  let routes: Route[];

  beforeAll(async () => {
    billing = await BillingUnderTest.start();
    routes = routesOf(billing);
  }, 120_000);
  afterAll(() => billing.stop());

  it('all say who may call them', () => {
    expect(routes.length).toBeGreaterThan(10);
    expect(routes.filter(({ isPublic, wantsLicence }) => isPublic === wantsLicence)).toEqual([]);
  });

  it('are open to everybody only where that is meant', () => {
    const open = routes.filter(({ isPublic }) => isPublic).map(({ address }) => address);
    expect(open.sort()).toEqual([...PUBLIC_ROUTES].sort());
  });

  it('refuse whoever shows no licence key, a wrong one, or one in another scheme', async () => {
    const licence = await billing.issue();
    const closed = routes.filter(({ wantsLicence }) => wantsLicence);
    expect(closed.length).toBeGreaterThan(4);
    for (const { address } of closed) {
      const [method = '', path = ''] = address.split(' ');
      const missing = await billing.call(method, path);
      expect([address, missing.status, missing.body]).toMatchObject([
        address,
        401,
        { error: { code: 'licence_missing' } },
      ]);
      const wrong = await billing.call(method, path, { key: 'PLMS-2222-2222-2222-2222' });
      expect([address, wrong.status, wrong.body]).toMatchObject([address, 401, { error: { code: 'licence_unknown' } }]);
      const basic = await billing.call(method, path, { headers: { authorization: `Basic ${licence.key}` } });
      expect([address, basic.status]).toEqual([address, 401]);
    }
  });

  it('answer what is not there with 404, in the form of all errors', async () => {
    const { status, body } = await billing.call('GET', '/v1/nothing');
    expect(status).toBe(404);
    expect(body).toMatchObject({ error: { code: 'not_found' } });
  });

  it('say how the server is', async () => {
    const { status, body } = await billing.call('GET', '/health');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'ok',
      dependencies: { database: { status: 'up', required: true }, discord: { required: false } },
    });
  });
});
