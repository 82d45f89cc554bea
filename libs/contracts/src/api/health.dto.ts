export interface DependencyHealth {
  readonly status: 'up' | 'down' | 'unknown';
  /** Whether the server is not ready while this is down. */
  readonly required: boolean;
  readonly detail?: string;
}

/** Answer of `GET /health`: 200 when `status` is `ok`, 503 when a required dependency is down. */
export interface HealthReport {
  readonly status: 'ok' | 'unavailable';
  readonly version: string;
  readonly dependencies: Readonly<Record<string, DependencyHealth>>;
}
