import { Module, type DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { createLoggerModule, type LoggingOptions } from '@pulsetech/server-kit';
import { DemoModule } from './demo/demo.module.js';
import { AccountsModule } from './modules/accounts/accounts.module.js';
import { LicenseModule } from './modules/license/license.module.js';
import { LinkingModule } from './modules/linking/linking.module.js';
import { DashboardModule } from './modules/lms/dashboard/dashboard.module.js';
import { ImagesModule } from './modules/lms/images/images.module.js';
import { LmsModule } from './modules/lms/lms.module.js';
import { PeopleModule } from './modules/lms/people/people.module.js';
import { MappingsModule } from './modules/mappings/mappings.module.js';
import { OAuthModule } from './modules/oauth/oauth.module.js';
import { SettingsModule } from './modules/settings/settings.module.js';
import { HistoryModule } from './modules/sync/history/history.module.js';
import { SyncJobsModule } from './modules/sync/jobs/sync-jobs.module.js';
import { RunsModule } from './modules/sync/runs/runs.module.js';
import { SyncModule } from './modules/sync/sync.module.js';
import { WhyModule } from './modules/sync/why/why.module.js';
import { WebserviceModule } from './modules/webservice/webservice.module.js';
import { CommandsModule } from './platform/commands/commands.module.js';
import type { AppConfig } from './platform/config/app-config.js';
import { PagesModule } from './platform/http/pages.module.js';
import { LocksModule } from './platform/locks/locks.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { ProcessRole } from './platform/process/process-role.js';
import { QueueModule } from './platform/queue/queue.module.js';

export interface AppOptions {
  readonly role: ProcessRole;
  readonly version: string;
  /** Folder of the built pages, absolute. */
  readonly webDist: string;
  /** Where the log goes instead of the standard output. */
  readonly logDestination?: LoggingOptions['destination'];
}

@Module({})
export class AppModule {
  static forRoot(config: AppConfig, options: AppOptions): DynamicModule {
    const scheduled = options.role.isServer;
    return {
      module: AppModule,
      imports: [
        createLoggerModule({
          level: config.LOG_LEVEL,
          pretty: config.LOG_PRETTY && options.logDestination === undefined,
          service: 'api',
          ...(options.logDestination ? { destination: options.logDestination } : {}),
        }),
        PagesModule.forRoot(options.webDist),
        ScheduleModule.forRoot({ cronJobs: scheduled, intervals: scheduled, timeouts: scheduled }),
        PlatformModule.forRoot(config, options.role, options.version),
        LocksModule,
        QueueModule,
        CommandsModule,
        SettingsModule,
        LmsModule,
        ImagesModule,
        AccountsModule,
        LicenseModule,
        MappingsModule,
        SyncModule,
        RunsModule,
        SyncJobsModule,
        HistoryModule,
        WhyModule,
        LinkingModule,
        OAuthModule,
        WebserviceModule,
        DashboardModule,
        PeopleModule,
        DemoModule,
      ],
    };
  }
}
