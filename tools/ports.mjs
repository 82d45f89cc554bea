import { createServer } from 'node:net';

/** Whether a server could listen there now. */
export function isPortFree(port, host = '127.0.0.1') {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(new Error(`Cannot listen on ${host}:${port} (${error.code}). Choose another with PORT=… or HOST=….`));
    });
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** The first of three ports in a row that are free now: one for each server of the product. */
export async function findFreePortRange() {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await Promise.all([first, first + 1, first + 2].map((port) => isPortFree(port)));
    if (free.every(Boolean)) return first;
  }
}
