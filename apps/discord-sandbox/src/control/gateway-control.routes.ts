import { guildEvents } from '../gateway/gateway-codes.js';
import { eventFaults, type EventFault } from '../gateway/gateway-faults.js';
import { emptyReply, jsonReply } from '../platform/http/reply.js';
import type { Route } from '../platform/http/router.js';
import type { SandboxContext } from '../sandbox.context.js';
import { ControlFields } from './control-fields.js';
import { guildParam, readJson } from './control-request.js';

function readEventFault(entry: unknown, index: number): EventFault {
  const fields = new ControlFields(entry, `Fault ${index}`);
  const event = fields.oneOf('event', ['*', ...guildEvents]);
  const what = fields.oneOf('what', eventFaults);
  const delayMs = fields.integer('delayMs', 0, 600_000);
  const times = fields.integer('times', 1, 1_000_000);
  if (what === undefined) fields.fault(`what must be one of ${eventFaults.join(', ')}.`);
  if (what === 'delay' && delayMs === undefined) fields.fault('a delay needs a delayMs.');
  fields.finish();
  return { event: event ?? '*', what: what ?? 'drop', delayMs: delayMs ?? 0, times: times ?? null };
}

/** Steers the gateway: what it tells, forgets, and does to its connections. */
export function gatewayControlRoutes(context: SandboxContext): Route[] {
  const { gateway } = context;
  const state = () =>
    jsonReply(200, {
      sessions: gateway.report,
      counts: gateway.counts,
      events: gateway.events,
      faults: gateway.faults.all(),
      heartbeatMs: gateway.heartbeatMs,
      ignoresHeartbeats: gateway.ignoresHeartbeats,
      allowsPrivileged: gateway.allowsPrivileged,
    });
  return [
    { method: 'GET', template: '/__control/gateway', caller: 'control', handle: state },
    {
      method: 'PUT',
      template: '/__control/gateway',
      caller: 'control',
      handle: async (exchange) => {
        const fields = new ControlFields(await readJson(exchange), 'The gateway');
        const heartbeatMs = fields.integer('heartbeatMs', 50, 600_000);
        const ignoresHeartbeats = fields.flag('ignoresHeartbeats');
        const allowsPrivileged = fields.flag('allowsPrivileged');
        fields.finish();
        gateway.heartbeatMs = heartbeatMs ?? gateway.heartbeatMs;
        gateway.ignoresHeartbeats = ignoresHeartbeats ?? gateway.ignoresHeartbeats;
        gateway.allowsPrivileged = allowsPrivileged ?? gateway.allowsPrivileged;
        return state();
      },
    },
    {
      method: 'PUT',
      template: '/__control/gateway/faults',
      caller: 'control',
      handle: async (exchange) => {
        const body = await readJson(exchange);
        gateway.faults.replace((Array.isArray(body) ? body : [body]).map(readEventFault));
        return state();
      },
    },
    {
      method: 'DELETE',
      template: '/__control/gateway/faults',
      caller: 'control',
      handle: () => {
        gateway.faults.replace([]);
        return emptyReply();
      },
    },
    {
      method: 'POST',
      template: '/__control/gateway/close',
      caller: 'control',
      handle: async (exchange) => {
        const fields = new ControlFields(await readJson(exchange), 'The end');
        const code = fields.integer('code', 1000, 4999);
        fields.finish();
        gateway.closeConnections(code ?? 4000);
        return emptyReply();
      },
    },
    {
      method: 'POST',
      template: '/__control/gateway/reconnect',
      caller: 'control',
      handle: () => {
        gateway.askToReconnect();
        return emptyReply();
      },
    },
    {
      method: 'POST',
      template: '/__control/gateway/invalidate',
      caller: 'control',
      handle: () => {
        gateway.invalidate();
        return emptyReply();
      },
    },
    {
      method: 'PUT',
      template: '/__control/guilds/:guild/available',
      caller: 'control',
      handle: async (exchange) => {
        const guild = guildParam(context, exchange);
        const fields = new ControlFields(await readJson(exchange), 'The guild');
        const available = fields.flag('available');
        if (available === undefined) fields.fault('say {"available": true} or {"available": false}.');
        fields.finish();
        gateway.setAvailable(guild.id, available ?? true);
        return emptyReply();
      },
    },
  ];
}
