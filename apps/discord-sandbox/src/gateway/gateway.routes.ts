import { jsonReply } from '../platform/http/reply.js';
import type { Route } from '../platform/http/router.js';
import type { SandboxContext } from '../sandbox.context.js';

export function gatewayRoutes({ gateway }: SandboxContext): Route[] {
  return [
    {
      method: 'GET',
      template: '/gateway/bot',
      caller: 'bot',
      handle: (exchange) => jsonReply(200, gateway.bot(exchange.header('host'))),
    },
  ];
}
