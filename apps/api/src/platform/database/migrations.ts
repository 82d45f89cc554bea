import { Settings1767225600000 } from './migrations/1767225600000-settings.js';
import { LmsTables1767225600001 } from './migrations/1767225600001-lms-tables.js';
import { Sessions1767225600002 } from './migrations/1767225600002-sessions.js';
import { Linking1767225600003 } from './migrations/1767225600003-linking.js';
import { Mappings1767225600004 } from './migrations/1767225600004-mappings.js';
import { Sync1767225600005 } from './migrations/1767225600005-sync.js';
import { Webservice1767225600006 } from './migrations/1767225600006-webservice.js';
import { WebserviceTokens1767225600007 } from './migrations/1767225600007-webservice-tokens.js';
import { LmsProfile1767225600008 } from './migrations/1767225600008-lms-profile.js';
import { WebserviceLog1767225600009 } from './migrations/1767225600009-webservice-log.js';
import { LedgerByUser1767225600010 } from './migrations/1767225600010-ledger-by-user.js';
import { SyncRuns1767225600011 } from './migrations/1767225600011-sync-runs.js';
import { LicenceMoves1767225600013 } from './migrations/1767225600013-licence-moves.js';
import { StatesByGuild1767225600014 } from './migrations/1767225600014-states-by-guild.js';

/** In the order in which they run. */
export const migrations = [
  Settings1767225600000,
  LmsTables1767225600001,
  Sessions1767225600002,
  Linking1767225600003,
  Mappings1767225600004,
  Sync1767225600005,
  Webservice1767225600006,
  WebserviceTokens1767225600007,
  LmsProfile1767225600008,
  WebserviceLog1767225600009,
  LedgerByUser1767225600010,
  SyncRuns1767225600011,
  LicenceMoves1767225600013,
  StatesByGuild1767225600014,
];
