import type { Exchange } from '../platform/http/exchange.js';
import type { SandboxContext } from '../sandbox.context.js';
import type { Guild } from '../world/guild.js';
import { parseSnowflake } from '../world/snowflake.js';
import { controlError } from './control-fields.js';

const maxBodyBytes = 64 * 1024 * 1024;

/** Only programs on this machine may steer the sandbox, and no page of another site through a browser. */
export function requireLocal(exchange: Exchange): void {
  const address = (exchange.request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const isLocal = address === '::1' || address.startsWith('127.');
  if (!isLocal || !exchange.isSameOrigin) {
    throw controlError(403, 'The control interface answers programs on the same machine only.');
  }
}

export async function readJson(exchange: Exchange): Promise<unknown> {
  return parseJson(await exchange.text(maxBodyBytes));
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw controlError(400, 'The body is not valid JSON.');
    throw error;
  }
}

export function idParam(exchange: Exchange, name: 'guild' | 'user' | 'role'): string {
  const id = parseSnowflake(exchange.param(name));
  if (id === null) throw controlError(400, `The ${name} in the address must be an id of 17 to 19 digits.`);
  return id;
}

export function guildParam({ world }: SandboxContext, exchange: Exchange): Guild {
  const guild = world.guilds.get(idParam(exchange, 'guild'));
  if (!guild) throw controlError(404, 'There is no such guild. Create it with PUT /__control/guilds/:guild.');
  return guild;
}
