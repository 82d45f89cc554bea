import { CreateLicences1767225600000 } from './migrations/1767225600000-create-licences.js';
import { CreateRelay1767225600001 } from './migrations/1767225600001-create-relay.js';
import { CreateSnapshots1767225600002 } from './migrations/1767225600002-create-snapshots.js';
import { CreateMirror1767225600003 } from './migrations/1767225600003-create-mirror.js';
import { CreatePushes1767225600004 } from './migrations/1767225600004-create-pushes.js';
import { KeepRelayTokens1767225600006 } from './migrations/1767225600006-keep-relay-tokens.js';

export const MIGRATIONS = [
  CreateLicences1767225600000,
  CreateRelay1767225600001,
  CreateSnapshots1767225600002,
  CreateMirror1767225600003,
  CreatePushes1767225600004,
  KeepRelayTokens1767225600006,
];
