import { counter, durations, state } from '@pulsetech/server-kit';

/** How a push of one member's roles to one site ended. */
export type PushOutcome = 'delivered' | 'refused' | 'site_unavailable' | 'not_linked' | 'dead';

const pushes = counter({
  name: 'pulsetech_pushes_total',
  help: "Pushes of a member's roles to a site, by how the attempt ended.",
  labels: ['outcome'],
});

const pushDelays = durations(
  { name: 'pulsetech_push_delay_seconds', help: 'From the change in Discord until the site has it.' },
  [0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600],
);

/** `delayMs`: since the change in Discord, for what was delivered. */
export function countPush(outcome: PushOutcome, delayMs?: number): void {
  pushes.add({ outcome });
  if (outcome === 'delivered' && delayMs !== undefined) pushDelays.observe({}, Math.max(0, delayMs) / 1000);
}

/** How many pushes there are, read whenever somebody looks. */
export function tellPushes(read: () => Promise<{ readonly waiting: number; readonly dead: number }>): void {
  const text = { name: 'pulsetech_pushes', help: 'Pushes that wait, and those given up.', labels: ['state'] as const };
  state(text, async () => {
    const { waiting, dead } = await read();
    return [
      [{ state: 'waiting' }, waiting],
      [{ state: 'dead' }, dead],
    ];
  });
}

/** In which of its states the connection to Discord\'s gateway is, and when it was last heard. */
export function tellGateway(read: () => { readonly state: string; readonly lastHeardAtMs: number | null }): void {
  state(
    { name: 'pulsetech_gateway_state', help: '1 for the state of the connection to the gateway.', labels: ['state'] },
    () => [[{ state: read().state }, 1]],
  );
  state({ name: 'pulsetech_gateway_last_heard_seconds', help: 'When the gateway was last heard, Unix time.' }, () => {
    const { lastHeardAtMs } = read();
    return lastHeardAtMs === null ? [] : [[{}, lastHeardAtMs / 1000]];
  });
}

const walks = counter({
  name: 'pulsetech_guild_walks_total',
  help: "Walks of a guild's member list, by how they ended.",
  labels: ['outcome'],
});

/** `outcome`: `complete`, or why it failed. */
export function countWalk(outcome: string): void {
  walks.add({ outcome });
}
