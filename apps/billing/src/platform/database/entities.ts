import { GatewaySessionEntity } from '../../modules/bot/gateway/gateway-session.entity.js';
import { MirrorGuildEntity } from '../../modules/bot/mirror/mirror-guild.entity.js';
import { MirrorMemberEntity } from '../../modules/bot/mirror/mirror-member.entity.js';
import { FollowedMemberEntity } from '../../modules/bot/pushes/followed-member.entity.js';
import { PushEntity } from '../../modules/bot/pushes/push.entity.js';
import { RoleCreationEntity } from '../../modules/guilds/role-creation.entity.js';
import { SnapshotPageEntity } from '../../modules/guilds/snapshots/snapshot-page.entity.js';
import { SnapshotEntity } from '../../modules/guilds/snapshots/snapshot.entity.js';
import { LicenceRedirectUriEntity } from '../../modules/licenses/licence-redirect-uri.entity.js';
import { LicenceEntity } from '../../modules/licenses/licence.entity.js';
import { PendingRevocationEntity } from '../../modules/oauth-relay/pending-revocation.entity.js';
import { RelayCodeEntity } from '../../modules/oauth-relay/relay-code.entity.js';
import { RelayGrantEntity } from '../../modules/oauth-relay/relay-grant.entity.js';
import { RelayRequestEntity } from '../../modules/oauth-relay/relay-request.entity.js';
import { SiteEntity } from '../../modules/sites/site.entity.js';

export const ENTITIES = [
  LicenceEntity,
  LicenceRedirectUriEntity,
  SiteEntity,
  RoleCreationEntity,
  SnapshotEntity,
  SnapshotPageEntity,
  RelayRequestEntity,
  RelayCodeEntity,
  RelayGrantEntity,
  PendingRevocationEntity,
  GatewaySessionEntity,
  MirrorGuildEntity,
  MirrorMemberEntity,
  FollowedMemberEntity,
  PushEntity,
];
