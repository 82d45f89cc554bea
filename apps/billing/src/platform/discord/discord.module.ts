import { Global, Module } from '@nestjs/common';
import {
  DiscordBotClient,
  DiscordOAuthClient,
  GuildMembersReader,
  InvalidRequestBreaker,
} from '@pulsetech/discord-client';
import { HealthRegistry } from '@pulsetech/server-kit';
import { AppConfig } from '../config/app-config.js';
import { DiscordLog } from './discord-log.js';
import { countRequest, tellPressure } from './discord-metrics.js';

/** A sign-in asks twice, while a person and their site wait. */
const OAUTH_TIMEOUT_MS = 4_000;

const log = new DiscordLog();

/** The clients of Discord. One breaker for both, since Discord counts what leaves from one address. */
@Global()
@Module({
  providers: [
    { provide: InvalidRequestBreaker, useFactory: () => new InvalidRequestBreaker() },
    {
      provide: DiscordBotClient,
      inject: [AppConfig, InvalidRequestBreaker, HealthRegistry],
      useFactory: (config: AppConfig, breaker: InvalidRequestBreaker, health: HealthRegistry) => {
        const client = new DiscordBotClient({
          token: config.DISCORD_BOT_TOKEN,
          apiUrl: config.DISCORD_API_URL,
          breaker,
          onFailure: (failure, route, guildId) => log.botFailed(failure, route, guildId),
          onUnauthorized: () => log.botUnauthorized(),
          onRequest: countRequest,
        });
        tellPressure(client);
        health.register('discord', false, () => Promise.resolve(conditionOf(client)));
        return client;
      },
    },
    {
      provide: DiscordOAuthClient,
      inject: [AppConfig, InvalidRequestBreaker],
      useFactory: (config: AppConfig, breaker: InvalidRequestBreaker) =>
        new DiscordOAuthClient({
          clientId: config.DISCORD_CLIENT_ID,
          clientSecret: config.DISCORD_CLIENT_SECRET,
          apiUrl: config.DISCORD_API_URL,
          authorizeUrl: config.DISCORD_AUTHORIZE_URL,
          issuer: config.DISCORD_ISSUER,
          timeoutMs: OAUTH_TIMEOUT_MS,
          breaker,
          onFailure: (failure, path) => log.oauthFailed(failure, path),
        }),
    },
    {
      provide: GuildMembersReader,
      inject: [DiscordBotClient],
      useFactory: (client: DiscordBotClient) => new GuildMembersReader(client),
    },
  ],
  exports: [DiscordBotClient, DiscordOAuthClient, GuildMembersReader],
})
export class DiscordModule {}

function conditionOf(client: DiscordBotClient): { status: 'up' | 'down' | 'unknown'; detail?: string } {
  const { status, code } = client.condition;
  return code === undefined ? { status } : { status, detail: code };
}
