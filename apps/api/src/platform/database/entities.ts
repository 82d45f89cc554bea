import { SessionEntity } from '../../modules/accounts/session.entity.js';
import { LicenseStateEntity } from '../../modules/license/license-state.entity.js';
import { LMS_ENTITIES } from '../../modules/lms/embedded/entities/index.js';
import { SettingEntity } from '../../modules/settings/setting.entity.js';

/** Every table of the site's database. */
export const entities = [...LMS_ENTITIES, SessionEntity, SettingEntity, LicenseStateEntity];
