import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { randomToken } from '@pulsetech/server-kit';
import { endsWithin } from '../process/within-time.js';
import type { ProcessRole } from '../process/process-role.js';
import type { RedisServer } from '../redis/redis-server.js';
import { InProcessEvents } from './in-process-events.js';
import type { EventData, Topic } from './shared-events.js';

const PATIENCE_MS = 2000;

interface Message {
  readonly from: string;
  readonly topic: Topic;
  readonly data: EventData;
}

/** In this process at once, and in all others by Redis's channel of this site. */
export class RedisEvents extends InProcessEvents implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly self = randomToken(12);
  private readonly channel: string;
  private readonly sending = new Set<Promise<void>>();

  constructor(
    private readonly redis: RedisServer,
    private readonly role: ProcessRole,
  ) {
    super();
    this.channel = `${redis.prefix}events`;
  }

  override publish(topic: Topic, data: EventData = {}): void {
    super.publish(topic, data);
    const sending = this.send({ from: this.self, topic, data }).finally(() => this.sending.delete(sending));
    this.sending.add(sending);
  }

  onApplicationBootstrap(): void {
    if (this.role.isServer) this.listen();
  }

  /** Begins to hear the other processes, as soon as Redis answers and again whenever it comes back. */
  listen(): void {
    const redis = this.redis.openPatient();
    redis.on('message', (_channel, text: string) => this.receive(text));
    redis.subscribe(this.channel).catch((error: unknown) => {
      // The one way for it to end is that this process closes its connections.
      this.logger.debug({ err: error }, 'Events of other processes are no longer heard');
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await endsWithin(PATIENCE_MS, Promise.all(this.sending));
  }

  /** Never throws. */
  private async send(message: Message): Promise<void> {
    try {
      if (!(await this.redis.isReady(PATIENCE_MS))) return;
      await this.redis.commands.publish(this.channel, JSON.stringify(message));
    } catch (error) {
      this.logger.warn({ err: error, topic: message.topic }, `Other processes were not told of “${message.topic}”`);
    }
  }

  private receive(text: string): void {
    const { from, topic, data } = JSON.parse(text) as Message;
    if (from !== this.self) this.tell(topic, data);
  }
}
