import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './faults/fault-list.js';
import { faultReply, networkPage, spoiled } from './faults/fault-reply.js';
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
  const { counts, invalidRequests } = context;
  counts.add(routeName);
  if (invalidRequests.isBanned) {
    return withHeaders(networkPage(429), { 'retry-after': String(invalidRequests.retryAfterS) });
  }
  const work = () => carryOut(context, route, caller, exchange);
  const fault = context.faults.take(routeName, `${exchange.method} ${exchange.path}`);
  try {
    const reply = await (fault === null ? work() : strike(fault, work));
    if (reply !== 'drop') invalidRequests.note(reply);
    return reply;
  } catch (error) {
    if (error instanceof Refusal) invalidRequests.note(error.reply);
    throw error;
  }
}
