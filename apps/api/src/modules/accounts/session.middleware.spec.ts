import { loadConfig } from '@pulsetech/server-kit';
import { temporaryFolder } from '@pulsetech/testing';
import express from 'express';
import session from 'express-session';
import request from 'supertest';
import { AppConfig } from '../../platform/config/app-config.js';
import type { SessionStore } from './session-store.js';
import { SessionMiddleware } from './session.middleware.js';

describe('The cookie of a session', () => {
  const folder = temporaryFolder('pt-session-');
  afterAll(() => folder.remove());

  const cookieOf = async (siteUrl: string): Promise<string | undefined> => {
    const config = loadConfig(AppConfig, { NODE_ENV: 'test', SITE_URL: siteUrl, DATA_DIR: folder.path });
    const middleware = new SessionMiddleware(config, new session.MemoryStore() as unknown as SessionStore);
    const app = express();
    app.set('trust proxy', true);
    app.use(middleware.use.bind(middleware), (req, res) => {
      req.session.csrfToken = 'something';
      res.end();
    });
    const response = await request(app).get('/').set('X-Forwarded-Proto', new URL(siteUrl).protocol.slice(0, -1));
    return response.get('Set-Cookie')?.[0];
  };

  it('is bound to the host over https, and has its plain name on http', async () => {
    expect(await cookieOf('https://site.example')).toMatch(/^__Host-PulseSession=.*; Path=\/;.*; HttpOnly; Secure/);
    expect(await cookieOf('http://site.example')).toMatch(/^PulseSession=/);
  });
});
