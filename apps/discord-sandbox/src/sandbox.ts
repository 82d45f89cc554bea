import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { avatarRoutes } from './avatars/avatar.routes.js';
import { boardRoutes } from './board/board.routes.js';
import { behaviourControlRoutes } from './control/behaviour-control.routes.js';
import { gatewayControlRoutes } from './control/gateway-control.routes.js';
import { guildControlRoutes } from './control/guild-control.routes.js';
import { memberControlRoutes } from './control/member-control.routes.js';
import { requireLocal } from './control/control-request.js';
import { RequestCounts } from './control/request-counts.js';
import { roleControlRoutes } from './control/role-control.routes.js';
import { answerAsDiscord } from './discord-pipeline.js';
import { FaultList } from './faults/fault-list.js';
import { GatewayHub } from './gateway/gateway-hub.js';
import { gatewayRoutes } from './gateway/gateway.routes.js';
import { guildRoutes } from './guilds/guild.routes.js';
import { memberRoutes } from './guilds/member.routes.js';
import { roleRoutes } from './guilds/role.routes.js';
import { InvalidRequests } from './limits/invalid-requests.js';
import { RateLimits } from './limits/rate-limits.js';
import { authorizeRoutes } from './oauth2/authorize.routes.js';
import { GrantStore } from './oauth2/grant-store.js';
import { tokenRoutes } from './oauth2/token.routes.js';
import { plainErrorReply } from './platform/http/discord-errors.js';
import { Exchange } from './platform/http/exchange.js';
import { Refusal, type Reply } from './platform/http/reply.js';
import { Router } from './platform/http/router.js';
import type { SandboxContext, SandboxSettings } from './sandbox.context.js';
import { userRoutes } from './users/user.routes.js';
import { seedDemoData } from './world/demo-data.js';
import { World } from './world/world.js';

export interface SandboxOptions extends SandboxSettings {
  /** 0: any free port. */
  readonly port?: number;
  readonly host?: string;
  readonly publicUrl?: string | null;
  /** Milliseconds since 1970; tests turn it. */
  readonly now?: () => number;
  /** Told of errors that the sandbox did not expect; the request is answered with 500. */
  readonly onError?: (error: unknown) => void;
}

export interface RunningSandbox {
  /** The sandbox's own address, without a slash at the end; Discord's API is below `/api/v10`. */
  readonly url: string;
  readonly world: World;
  close(): Promise<void>;
}

function routesOf(context: SandboxContext) {
  return [
    authorizeRoutes,
    tokenRoutes,
    userRoutes,
    guildRoutes,
    roleRoutes,
    memberRoutes,
    gatewayRoutes,
    gatewayControlRoutes,
    guildControlRoutes,
    memberControlRoutes,
    roleControlRoutes,
    behaviourControlRoutes,
    boardRoutes,
    avatarRoutes,
  ].flatMap((routes) => routes(context));
}

async function answer(context: SandboxContext, router: Router, exchange: Exchange): Promise<Reply | 'drop'> {
  if (exchange.path.startsWith('/__control/')) requireLocal(exchange);
  const found = router.find(exchange.method === 'HEAD' ? 'GET' : exchange.method, exchange.path);
  if ('allowed' in found) return plainErrorReply(found.allowed.length > 0 ? 405 : 404);
  exchange.params = found.params;
  const { caller } = found.route;
  if (caller === 'control' || caller === 'page') return found.route.handle(exchange);
  return answerAsDiscord(context, found.route, caller, exchange);
}

function send(response: ServerResponse, reply: Reply): void {
  const length = reply.status === 204 ? {} : { 'content-length': Buffer.byteLength(reply.body) };
  response.writeHead(reply.status, { ...reply.headers, ...length });
  if (reply.breaksOff) {
    const bytes = Buffer.from(reply.body);
    response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
    return;
  }
  response.end(response.req.method === 'HEAD' ? undefined : reply.body);
}

async function respond(
  context: SandboxContext,
  router: Router,
  onError: (error: unknown) => void,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  try {
    const reply = await answer(context, router, new Exchange(request));
    if (reply === 'drop') request.socket.destroy();
    else send(response, reply);
  } catch (error) {
    if (error instanceof Refusal) return send(response, error.reply);
    onError(error);
    send(response, plainErrorReply(500));
  }
}

function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('The sandbox must listen on a TCP port.'));
      else resolve(address);
    });
  });
}

/**
 * Starts a stand-in for Discord with the demo data, all in memory.
 *
 * @throws the error of `listen` if the port is taken.
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const { port = 0, host = '127.0.0.1', now = Date.now, onError = () => undefined } = options;
  const world = new World({ clientId: options.clientId, name: 'PulseTech LMS' }, now, seedDemoData);
  const context: SandboxContext = {
    settings: options,
    publicUrl: options.publicUrl ?? null,
    world,
    grants: new GrantStore(now),
    faults: new FaultList(),
    limits: new RateLimits(now),
    invalidRequests: new InvalidRequests(now),
    counts: new RequestCounts(),
    gateway: new GatewayHub(world, options, now),
  };
  const router = new Router(routesOf(context));
  const server = createServer((request, response) => {
    void respond(context, router, onError, { request, response });
  });
  context.gateway.attach(server);
  // Longer than clients keep their connections, so that none is closed just as it is used again.
  server.keepAliveTimeout = 65_000;
  const address = await listen(server, port, host);
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  const url = options.publicUrl ?? `http://${name}:${address.port}`;

  return {
    url,
    world: context.world,
    close: () =>
      new Promise((resolve, reject) => {
        context.gateway.close();
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
