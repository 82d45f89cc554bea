import { Module } from '@nestjs/common';
import { LicenseModule } from '../modules/license/license.module.js';
import { LmsModule } from '../modules/lms/lms.module.js';
import { WebserviceModule } from '../modules/webservice/webservice.module.js';
import { DemoInstallCommand } from './demo-install.command.js';
import { DemoInstaller } from './demo-installer.service.js';
import { DemoSiteRepository } from './demo-site.repository.js';

@Module({
  imports: [LmsModule, LicenseModule, WebserviceModule],
  providers: [DemoSiteRepository, DemoInstaller, DemoInstallCommand],
})
export class DemoModule {}
