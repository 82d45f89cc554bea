import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './faults/fault-list.js';
import { faultReply, spoiled } from './faults/fault-reply.js';
import { requireCaller } from './oauth2/credentials.js';
import type { Exchange } from './platform/http/exchange.js';
import { Refusal, type Reply, withHeaders } from './platform/http/reply.js';
import type { Caller, Route } from './platform/http/router.js';
import type { SandboxContext } from './sandbox.context.js';

async function carryOut(context: SandboxContext, route: Route, caller: Caller, exchange: Exchange): Promise<Reply> {
  requireCaller(context, exchange, caller);
  const guildId = exchange.params['guild'] ?? '';
  const headers = caller === 'bot' ? context.limits.take(`${route.method} ${route.template}`, guildId) : {};
  try {
    return withHeaders(await route.handle(exchange), headers);
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal(withHeaders(error.reply, headers));
    throw error;
  }
}

async function strike(fault: Fault, work: () => Promise<Reply>): Promise<Reply | 'drop'> {
  const failure = faultReply(fault);
  if (failure === null) {
    await delay(fault.delayMs);
    return spoiled(await work(), fault);
  }
  if (fault.after) await work();
  await delay(fault.delayMs);
  return failure;
}

/** A request to Discord's API: counted, struck by a failure if one is ordered, checked, limited, and carried out. */
export async function answerAsDiscord(
  context: SandboxContext,
  route: Route,
  caller: Caller,
  exchange: Exchange,
): Promise<Reply | 'drop'> {
  const routeName = `${route.method} ${route.template}`;
  context.counts.add(routeName);
  const work = () => carryOut(context, route, caller, exchange);
  const fault = context.faults.take(routeName, `${exchange.method} ${exchange.path}`);
  return fault === null ? work() : strike(fault, work);
}
