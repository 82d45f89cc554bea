import { URGENCIES, type AnsweredRequest, type DiscordBotClient } from '@pulsetech/discord-client';
import { counter, state } from '@pulsetech/server-kit';

const requests = counter({
  name: 'pulsetech_discord_requests_total',
  help: 'Requests to Discord with the bot token, by HTTP status; none: no answer came.',
  labels: ['route', 'status'],
});

export function countRequest({ route, status }: AnsweredRequest): void {
  requests.add({ route, status: status === null ? 'none' : String(status) });
}

/** What there is to know of how hard-pressed the bot is, whenever somebody looks. */
export function tellPressure(client: Pick<DiscordBotClient, 'pressure'>): void {
  state(
    {
      name: 'pulsetech_discord_waiting_requests',
      help: 'Requests to Discord that wait for their turn, by how much they matter.',
      labels: ['urgency'],
    },
    () => URGENCIES.map((urgency) => [{ urgency }, client.pressure.waiting(urgency)] as const),
  );
  const single = (name: string, help: string, read: () => number | boolean): void =>
    state({ name, help }, () => [[{}, Number(read())]]);
  single(
    'pulsetech_discord_invalid_requests',
    'Answers 401, 403 and 429 of the last ten minutes; Discord blocks the address at 10,000.',
    () => client.pressure.breaker.invalid,
  );
  single(
    'pulsetech_discord_resting_guilds',
    'Guilds that are not asked for, since they answered with too many refusals.',
    () => client.pressure.breaker.restingGuilds,
  );
  single(
    'pulsetech_discord_breaker_open',
    '1 while nothing is asked of Discord, since too much was refused in all guilds together.',
    () => client.pressure.breaker.isOpen,
  );
  single(
    'pulsetech_discord_remembered_refusals',
    'Kinds of requests that a guild refused and that are not repeated for a while.',
    () => client.pressure.rememberedRefusals,
  );
  single(
    'pulsetech_discord_unauthorized',
    '1 while Discord does not accept the bot token.',
    () => client.pressure.isUnauthorized,
  );
  single(
    'pulsetech_discord_blocked',
    '1 while Discord told this address or application to wait.',
    () => client.pressure.isBlocked,
  );
}
