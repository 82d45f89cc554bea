import { SyncChangeEntity } from './sync-change.entity.js';
import { SyncGrantEntity } from './sync-grant.entity.js';
import { SyncRunItemEntity } from './sync-run-item.entity.js';
import { SyncRunProblemEntity } from './sync-run-problem.entity.js';
import { SyncRunEntity } from './sync-run.entity.js';
import { SyncStateEntity } from './sync-state.entity.js';

export const SYNC_ENTITIES = [
  SyncGrantEntity,
  SyncStateEntity,
  SyncChangeEntity,
  SyncRunEntity,
  SyncRunItemEntity,
  SyncRunProblemEntity,
];
