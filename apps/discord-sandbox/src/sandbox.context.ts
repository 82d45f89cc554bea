import type { FaultList } from './faults/fault-list.js';
import type { GatewayHub } from './gateway/gateway-hub.js';
import type { InvalidRequests } from './limits/invalid-requests.js';
import type { RateLimits } from './limits/rate-limits.js';
import type { RequestCounts } from './control/request-counts.js';
import type { GrantStore } from './oauth2/grant-store.js';
import type { World } from './world/world.js';

export interface SandboxSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly botToken: string;
  readonly redirectUris: readonly string[];
}

/** What the routes of one running sandbox share. */
export interface SandboxContext {
  readonly settings: SandboxSettings;
  /** The sandbox's address as browsers see it, if it is told; else each browser's own way to it counts. */
  readonly publicUrl: string | null;
  readonly world: World;
  readonly grants: GrantStore;
  readonly faults: FaultList;
  readonly limits: RateLimits;
  readonly invalidRequests: InvalidRequests;
  readonly counts: RequestCounts;
  readonly gateway: GatewayHub;
}
