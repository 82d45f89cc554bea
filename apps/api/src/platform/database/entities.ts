import { SessionEntity } from '../../modules/accounts/session.entity.js';
import { LicenseStateEntity } from '../../modules/license/license-state.entity.js';
import { LMS_ENTITIES } from '../../modules/lms/embedded/entities/index.js';
import { AccountReservationEntity } from '../../modules/linking/account-reservation.entity.js';
import { DiscordUserEntity } from '../../modules/linking/discord-user.entity.js';
import { RoleMappingEntity } from '../../modules/mappings/role-mapping.entity.js';
import { OAuthStateEntity } from '../../modules/oauth/oauth-state.entity.js';
import { SettingEntity } from '../../modules/settings/setting.entity.js';
import { SYNC_ENTITIES } from '../../modules/sync/entities/index.js';
import { ExternalTokenEntity } from '../../modules/webservice/external-token.entity.js';
import { WebserviceLogEntity } from '../../modules/webservice/log/webservice-log.entity.js';
import { LockEntity } from '../locks/lock.entity.js';

/** Every table of the site's database. */
export const entities = [
  ...LMS_ENTITIES,
  SessionEntity,
  SettingEntity,
  LicenseStateEntity,
  DiscordUserEntity,
  AccountReservationEntity,
  OAuthStateEntity,
  RoleMappingEntity,
  ...SYNC_ENTITIES,
  LockEntity,
  ExternalTokenEntity,
  WebserviceLogEntity,
];
