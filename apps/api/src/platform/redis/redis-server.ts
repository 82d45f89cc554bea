import { Logger } from '@nestjs/common';
import { Redis, type RedisOptions } from 'ioredis';
import { endsWithin } from '../process/within-time.js';

const LONGEST_PAUSE_MS = 2000;
const CONNECT_MS = 5000;
const ANSWER_MS = 5000;
const QUIT_MS = 1000;

/** It is tried for ever: a server of ours outlives many a restart of Redis. */
const ALWAYS: RedisOptions = {
  connectTimeout: CONNECT_MS,
  retryStrategy: (times) => Math.min(100 * times, LONGEST_PAUSE_MS),
};

/** The connections of this process to Redis. All is optional to a request: nothing here waits for long. */
export class RedisServer {
  private readonly logger = new Logger('Redis');
  private readonly opened: Redis[] = [];
  private isAway = false;
  private isClosing = false;
  /** One for all who wait. */
  private nextReady: Promise<void> | null = null;

  /** For adding and asking: fails at once while Redis is away. */
  readonly commands: Redis;

  /** Every key and channel of this site begins with the prefix. */
  constructor(
    private readonly url: string,
    readonly prefix: string,
  ) {
    this.commands = this.open({ enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: ANSWER_MS });
    this.commands.on('ready', () => this.noteBack());
    this.commands.on('close', () => this.noteAway());
  }

  /** For whoever waits as long as it takes: workers and subscribers. */
  openPatient(): Redis {
    return this.open({ maxRetriesPerRequest: null });
  }

  /** Whether commands can be sent, now or within so many milliseconds. */
  isReady(ms: number): Promise<boolean> {
    if (this.commands.status === 'ready') return Promise.resolve(true);
    if (this.isClosing) return Promise.resolve(false);
    this.nextReady ??= new Promise((resolve) => this.commands.once('ready', resolve));
    return endsWithin(ms, this.nextReady);
  }

  async close(): Promise<void> {
    this.isClosing = true;
    // What was sent a moment ago still arrives, as from a command line that ends.
    if (this.commands.status === 'ready') await endsWithin(QUIT_MS, this.commands.quit()).catch(() => false);
    for (const redis of this.opened) redis.disconnect();
  }

  private open(options: RedisOptions): Redis {
    const redis = new Redis(this.url, { ...ALWAYS, ...options });
    // That it is away is logged once, by the connection for commands; its errors carry addresses.
    redis.on('error', () => undefined);
    this.opened.push(redis);
    return redis;
  }

  private noteAway(): void {
    if (this.isAway || this.isClosing) return;
    this.isAway = true;
    this.logger.error('Redis does not answer. Requests are served; jobs wait until it is back.');
  }

  private noteBack(): void {
    if (this.isAway) this.logger.log('Redis is back');
    this.isAway = false;
    this.nextReady = null;
  }
}
