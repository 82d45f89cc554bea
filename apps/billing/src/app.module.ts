import { Module, type DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { HealthModule, createLoggerModule, type LogLevel } from '@pulsetech/server-kit';
import { GuildsModule } from './modules/guilds/guilds.module.js';
import { LicencesModule } from './modules/licenses/licences.module.js';
import { OAuthRelayModule } from './modules/oauth-relay/oauth-relay.module.js';
import { SitesModule } from './modules/sites/sites.module.js';
import type { AppConfig } from './platform/config/app-config.js';
import { DiscordModule } from './platform/discord/discord.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { VERSION } from './platform/version.js';

@Module({})
export class AppModule {
  static forRoot(config: AppConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        createLoggerModule({ level: config.LOG_LEVEL as LogLevel, pretty: config.LOG_PRETTY, service: 'billing' }),
        HealthModule.forRoot({ version: VERSION }),
        ScheduleModule.forRoot(),
        PlatformModule.forRoot(config),
        DiscordModule,
        LicencesModule,
        GuildsModule,
        SitesModule,
        OAuthRelayModule,
      ],
    };
  }
}
