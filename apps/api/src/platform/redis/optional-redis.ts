import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry, type HealthFinding } from '@pulsetech/server-kit';
import { AppConfig } from '../config/app-config.js';
import { RedisServer } from './redis-server.js';

/** Redis where the configuration names one. It is needed then: what is added to it is done only while it is there. */
@Injectable()
export class OptionalRedis implements OnModuleInit, OnApplicationShutdown {
  readonly server: RedisServer | null;

  constructor(
    private readonly health: HealthRegistry,
    { REDIS_URL, REDIS_PREFIX }: AppConfig,
  ) {
    this.server = REDIS_URL === undefined ? null : new RedisServer(REDIS_URL, REDIS_PREFIX);
  }

  onModuleInit(): void {
    const { server } = this;
    if (server) this.health.register('redis', true, () => findingOf(server));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.server?.close();
  }
}

async function findingOf(server: RedisServer): Promise<HealthFinding> {
  if (server.commands.status !== 'ready') return { status: 'down', detail: 'Redis cannot be reached.' };
  await server.commands.ping();
  return { status: 'up' };
}
