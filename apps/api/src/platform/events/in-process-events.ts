import { Injectable, Logger } from '@nestjs/common';
import { SharedEvents, type EventData, type Listener, type Topic } from './shared-events.js';

/** Within this process only. */
@Injectable()
export class InProcessEvents extends SharedEvents {
  protected readonly logger = new Logger('Events');
  private readonly listeners = new Map<Topic, Set<Listener>>();

  publish(topic: Topic, data: EventData = {}): void {
    this.tell(topic, data);
  }

  subscribe(topic: Topic, listener: Listener): () => void {
    const listeners = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, listeners);
    // Its own function, so that the same listener may listen twice.
    const own: Listener = (data) => listener(data);
    listeners.add(own);
    return () => void listeners.delete(own);
  }

  protected tell(topic: Topic, data: EventData): void {
    for (const listener of [...(this.listeners.get(topic) ?? [])]) {
      try {
        listener(data);
      } catch (error) {
        this.logger.error({ err: error, topic }, `What listens to “${topic}” failed`);
      }
    }
  }
}
