import { CreateLicences1767225600000 } from './migrations/1767225600000-create-licences.js';
import { CreateRelay1767225600001 } from './migrations/1767225600001-create-relay.js';
import { CreateSnapshots1767225600002 } from './migrations/1767225600002-create-snapshots.js';
import { KeepRelayTokens1767225600006 } from './migrations/1767225600006-keep-relay-tokens.js';

export const MIGRATIONS = [
  CreateLicences1767225600000,
  CreateRelay1767225600001,
  CreateSnapshots1767225600002,
  KeepRelayTokens1767225600006,
];
