import { spoilings, type Fault } from '../faults/fault-list.js';
import { limitModes } from '../limits/rate-limits.js';
import { emptyReply, jsonReply } from '../platform/http/reply.js';
import type { Route } from '../platform/http/router.js';
import type { SandboxContext } from '../sandbox.context.js';
import { ControlFields, isRecord } from './control-fields.js';
import { parseJson, readJson } from './control-request.js';

function readFault(entry: unknown, index: number): Fault {
  const fields = new ControlFields(entry, `Fault ${index}`);
  const route = fields.text('route')?.replace(/^(\S+ )\/api(\/v\d+)?(?=\/)/, '$1');
  if (route === undefined || !/^(\*|([A-Z]+|\*) [/*]\S*)$/.test(route)) {
    fields.fault('route must be "*" or a method and a path, as in "GET /guilds/:guild/members/:user".');
  }
  const code = fields.any('code') ?? null;
  const isCode = code === null || typeof code === 'string' || Number.isInteger(code);
  if (!isCode) fields.fault('code must be a whole number of Discord, or the name of an OAuth error.');
  const status = fields.integer('status', 0, 599);
  if (status !== undefined && status > 0 && status < 200) fields.fault('status must be 0 or from 200 to 599.');
  const delayMs = fields.integer('delayMs', 0, 600_000);
  const times = fields.integer('times', 1, 1_000_000);
  const retryAfter = fields.integer('retryAfter', 0, 86_400);
  const scope = fields.oneOf('scope', ['user', 'global', 'shared']);
  const after = fields.flag('after');
  const answer = fields.oneOf('answer', spoilings);
  if (status === undefined && code === null && delayMs === undefined && answer === undefined) {
    fields.fault('a fault needs a status, a code, a delayMs or an answer.');
  }
  if ((answer === 'half' || answer === 'short') && (status !== undefined || code !== null)) {
    fields.fault('half and short spoil the true answer, so they go with neither a status nor a code.');
  }
  fields.finish();
  return {
    route: route ?? '*',
    status: status ?? null,
    code: typeof code === 'string' || typeof code === 'number' ? code : null,
    delayMs: delayMs ?? 0,
    times: times ?? null,
    retryAfter: retryAfter ?? 1,
    scope: scope ?? 'user',
    answer: answer ?? null,
    after: after ?? false,
  };
}

export function behaviourControlRoutes(context: SandboxContext): Route[] {
  const { faults, limits, counts, world, grants, invalidRequests } = context;
  const invalidState = () =>
    jsonReply(200, {
      count: invalidRequests.current,
      threshold: invalidRequests.threshold,
      banned: invalidRequests.isBanned,
    });
  const limitState = () => jsonReply(200, { mode: limits.mode, refused: limits.refused });
  return [
    {
      method: 'GET',
      template: '/__control/faults',
      caller: 'control',
      handle: () => jsonReply(200, faults.all()),
    },
    {
      method: 'PUT',
      template: '/__control/faults',
      caller: 'control',
      handle: async (exchange) => {
        const body = await readJson(exchange);
        faults.replace((Array.isArray(body) ? body : [body]).map(readFault));
        return jsonReply(200, faults.all());
      },
    },
    {
      method: 'DELETE',
      template: '/__control/faults',
      caller: 'control',
      handle: () => {
        faults.clear();
        return emptyReply();
      },
    },
    { method: 'GET', template: '/__control/limits', caller: 'control', handle: limitState },
    {
      method: 'PUT',
      template: '/__control/limits',
      caller: 'control',
      handle: async (exchange) => {
        const text = (await exchange.text()).trim();
        const isBare = limitModes.some((mode) => mode === text);
        const body: unknown = isBare ? text : parseJson(text);
        const fields = new ControlFields(isRecord(body) ? body : { mode: body }, 'The limits');
        const mode = fields.oneOf('mode', limitModes);
        if (mode === undefined) fields.fault('say {"mode": "off"}, {"mode": "real"} or {"mode": "leaky"}.');
        fields.finish();
        limits.setMode(mode ?? 'off');
        return limitState();
      },
    },
    { method: 'GET', template: '/__control/invalid-requests', caller: 'control', handle: invalidState },
    {
      method: 'PUT',
      template: '/__control/invalid-requests',
      caller: 'control',
      handle: async (exchange) => {
        const fields = new ControlFields(await readJson(exchange), 'The threshold');
        const threshold = fields.integer('threshold', 1, 10_000);
        if (threshold === undefined) fields.fault('say {"threshold": 500}.');
        fields.finish();
        invalidRequests.reset();
        invalidRequests.threshold = threshold ?? invalidRequests.threshold;
        return invalidState();
      },
    },
    {
      method: 'DELETE',
      template: '/__control/invalid-requests',
      caller: 'control',
      handle: () => {
        invalidRequests.reset();
        return emptyReply();
      },
    },
    {
      method: 'GET',
      template: '/__control/requests',
      caller: 'control',
      handle: () => jsonReply(200, counts.all()),
    },
    {
      method: 'DELETE',
      template: '/__control/requests',
      caller: 'control',
      handle: () => {
        counts.clear();
        return emptyReply();
      },
    },
    {
      method: 'POST',
      template: '/__control/reset',
      caller: 'control',
      handle: () => {
        faults.clear();
        limits.setMode('off');
        invalidRequests.reset();
        counts.clear();
        grants.reset();
        world.reset();
        return emptyReply();
      },
    },
  ];
}
