// Serves the built pages over the fake API: `node test/serve.mjs [port]`. `GET /__fake` tells its state, `PUT` changes it.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { runnerImport } from 'vite';

const dist = join(import.meta.dirname, '../dist');
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

// The strictest policy that the pages work under.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' https://cdn.discordapp.com",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

function servePage(req, res) {
  const { pathname } = new URL(req.url, 'http://fake');
  const file = join(dist, normalize(pathname));
  const known = pathname !== '/' && file.startsWith(dist) && existsSync(file) && statSync(file).isFile();
  const found = known ? file : join(dist, 'index.html');
  res.writeHead(200, {
    'Content-Type': types[extname(found)] ?? 'application/octet-stream',
    'Content-Security-Policy': policy,
  });
  createReadStream(found).pipe(res);
}

const { module } = await runnerImport(join(import.meta.dirname, 'fake-api.ts'), {
  configFile: false,
  resolve: { conditions: ['@pulsetech/source'] },
});
const port = Number(process.argv[2] ?? 0);
const fake = await module.startFakeApi({
  port,
  otherwise: (req, res) => {
    if (req.url !== '/__fake') return servePage(req, res);
    if (req.method === 'GET')
      return void res.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(fake.state));
    let text = '';
    req.on('data', (chunk) => (text += chunk));
    req.on('end', () => {
      const { answers = {}, ...state } = JSON.parse(text);
      Object.assign(fake.state, state);
      for (const [route, answer] of Object.entries(answers)) fake.answer(route, answer);
      res.writeHead(204).end();
    });
  },
});
process.stdout.write(`${fake.url}\n`);
