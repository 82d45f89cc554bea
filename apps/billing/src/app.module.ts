import { Module, type DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { HealthModule, MetricsModule, createLoggerModule, type LoggingOptions } from '@pulsetech/server-kit';
import { BotModule } from './modules/bot/bot.module.js';
import { GuildsModule } from './modules/guilds/guilds.module.js';
import { InteractionsModule } from './modules/interactions/interactions.module.js';
import { LicencesModule } from './modules/licenses/licences.module.js';
import { OAuthRelayModule } from './modules/oauth-relay/oauth-relay.module.js';
import { SitesModule } from './modules/sites/sites.module.js';
import type { AppConfig } from './platform/config/app-config.js';
import { DiscordModule } from './platform/discord/discord.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { VERSION } from './platform/version.js';

type LogDestination = NonNullable<LoggingOptions['destination']>;

@Module({})
export class AppModule {
  /** `log`: where the log goes instead of the standard output; for tests. */
  static forRoot(config: AppConfig, log?: LogDestination): DynamicModule {
    return {
      module: AppModule,
      imports: [
        createLoggerModule({
          level: config.LOG_LEVEL,
          pretty: config.LOG_PRETTY,
          service: 'billing',
          ...(log ? { destination: log } : {}),
        }),
        HealthModule.forRoot({ version: VERSION }),
        MetricsModule.forRoot({ token: config.METRICS_TOKEN }),
        ScheduleModule.forRoot(),
        PlatformModule.forRoot(config),
        DiscordModule,
        LicencesModule,
        GuildsModule,
        SitesModule,
        OAuthRelayModule,
        InteractionsModule,
        BotModule,
      ],
    };
  }
}
