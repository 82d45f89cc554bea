import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { RunDto } from '@pulsetech/contracts';
import { Readable } from 'node:stream';
import { SharedEvents } from '../../../../platform/events/shared-events.js';
import type { Asker } from '../../../accounts/open-access.js';
import { RunsError } from '../runs.errors.js';
import { RunViewService } from './run-view.service.js';
import { ignore } from '../ignore.js';

/** How often it is looked without news, as when the run is another process's and the news do not travel. */
const LOOK_MS = 2000;
/** News of a moment are told together. */
const TOGETHER_MS = 250;
const HEARTBEAT_MS = 15_000;
const HEARTBEAT = ': still here\n\n';
/** So often it is looked whether whoever follows a run still may. */
const LOOK_WHO_MS = 30_000;
const MOST_AT_ONCE = 20;
const TOO_OFTEN = `More than ${MOST_AT_ONCE} of your pages follow synchronisation runs at once. Close some of them, then try again.`;

/** How the answer with the events is sent. */
export const EVENT_STREAM = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  // Proxies that collect answers would keep the news back.
  'X-Accel-Buffering': 'no',
} as const;

/** How a run goes on, as server-sent events. */
@Injectable()
export class RunEvents implements BeforeApplicationShutdown {
  /** Milliseconds. */
  lookWhoMs = LOOK_WHO_MS;
  private readonly ending = endingOfMany();
  /** How many follow, by user. */
  private readonly following = new Map<number, number>();

  constructor(
    private readonly views: RunViewService,
    private readonly events: SharedEvents,
  ) {}

  /**
   * The run now, and again whenever it changed, until it ends or whoever follows it may do so no longer.
   *
   * @throws RunsError `run_not_found`, `run_followed_too_often`
   */
  async follow(id: number, asker: Asker): Promise<Readable> {
    const first = await this.views.show(id);
    const { userId } = asker;
    if (this.followedBy(userId) >= MOST_AT_ONCE) throw new RunsError('run_followed_too_often', TOO_OFTEN);
    this.following.set(userId, this.followedBy(userId) + 1);
    const story = Readable.from(this.story(first, asker), { objectMode: false, highWaterMark: 0 });
    story.once('close', () => {
      const others = this.followedBy(userId) - 1;
      if (others > 0) this.following.set(userId, others);
      else this.following.delete(userId);
    });
    return story;
  }

  private followedBy(userId: number): number {
    return this.following.get(userId) ?? 0;
  }

  beforeApplicationShutdown(): void {
    this.ending.abort();
  }

  private async *story(first: RunDto, asker: Asker): AsyncGenerator<string> {
    let told = eventOf(first);
    yield told;
    let toldAt = performance.now();
    let lookedAt = toldAt;
    const news = this.newsOf(first.id);
    try {
      for (let run = first; run.state === 'running' && !this.ending.signal.aborted;) {
        await news.next();
        if (performance.now() - lookedAt >= this.lookWhoMs) {
          if (!(await asker.stillMay())) return;
          lookedAt = performance.now();
        }
        run = await this.views.show(run.id);
        const event = eventOf(run);
        const isDue = performance.now() - toldAt >= HEARTBEAT_MS;
        if (event === told && !isDue) continue;
        yield event === told ? HEARTBEAT : event;
        told = event;
        toldAt = performance.now();
      }
    } finally {
      news.end();
    }
  }

  /** `next` waits for news, or for the time to look without any. */
  private newsOf(runId: number): { next: () => Promise<void>; end: () => void } {
    let wake: AbortController | null = null;
    let isNew = false;
    const end = this.events.subscribe('run', (data) => {
      if (data['runId'] !== runId) return;
      isNew = true;
      wake?.abort();
    });
    const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
      await sleep(ms, undefined, { signal, ref: false }).catch(ignore);
    };
    const next = async (): Promise<void> => {
      await pause(TOGETHER_MS, this.ending.signal);
      if (!isNew) {
        wake = new AbortController();
        await pause(LOOK_MS, AbortSignal.any([wake.signal, this.ending.signal]));
      }
      isNew = false;
    };
    return { next, end };
  }
}

/** Everybody who follows a run listens to it. */
function endingOfMany(): AbortController {
  const ending = new AbortController();
  setMaxListeners(0, ending.signal);
  return ending;
}

function eventOf(run: RunDto): string {
  return `data: ${JSON.stringify(run)}\n\n`;
}
