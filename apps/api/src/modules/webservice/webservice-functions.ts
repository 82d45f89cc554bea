import { Injectable } from '@nestjs/common';
import type { MoodleFunction } from '@pulsetech/moodle-rest';
import { Clock } from '@pulsetech/server-kit';
import { AppConfig } from '../../platform/config/app-config.js';
import { LicenseService } from '../license/license.service.js';
import { LmsPort } from '../lms/lms.port.js';
import { MappingsService } from '../mappings/mappings.service.js';
import { SyncService } from '../sync/user/sync.service.js';
import type { Caller } from './callers.cache.js';
import { coreSiteInfoFunction } from './functions/core-site-info.function.js';
import { coreUsersByFieldFunction } from './functions/core-users-by-field.function.js';
import { coreUsersCoursesFunction } from './functions/core-users-courses.function.js';
import { getRoleMappingsFunction } from './functions/get-role-mappings.function.js';
import { getUserCoursesFunction } from './functions/get-user-courses.function.js';
import { getUserFunction } from './functions/get-user.function.js';
import { syncUserRolesFunction } from './functions/sync-user-roles.function.js';
import { LinkedUsers } from './linked-users.js';

/** Every function that the web service has: what is called, what a token can be limited to, what is documented. */
@Injectable()
export class WebserviceFunctions {
  readonly declared: readonly MoodleFunction<Caller>[];

  constructor(
    linkedUsers: LinkedUsers,
    licenses: LicenseService,
    sync: SyncService,
    mappings: MappingsService,
    lms: LmsPort,
    clock: Clock,
    { SITE_NAME: name, siteUrl: url }: AppConfig,
  ) {
    this.declared = [
      coreSiteInfoFunction({ name, url }, lms, () => this.declared),
      getUserFunction(linkedUsers),
      syncUserRolesFunction(linkedUsers, licenses, sync, clock),
      getUserCoursesFunction(linkedUsers, lms),
      getRoleMappingsFunction(mappings),
      coreUsersByFieldFunction(url, lms),
      coreUsersCoursesFunction(url, lms),
    ];
  }
}
