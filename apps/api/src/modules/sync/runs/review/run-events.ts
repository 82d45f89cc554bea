import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { RunDto } from '@pulsetech/contracts';
import { Readable } from 'node:stream';
import { SharedEvents } from '../../../../platform/events/shared-events.js';
import { RunViewService } from './run-view.service.js';

/** How often it is looked without news, as when the run is another process's and the news do not travel. */
const LOOK_MS = 2000;
/** News of a moment are told together. */
const TOGETHER_MS = 250;
const HEARTBEAT_MS = 15_000;
const HEARTBEAT = ': still here\n\n';

/** How a run goes on, as server-sent events. */
@Injectable()
export class RunEvents implements BeforeApplicationShutdown {
  private readonly ending = new AbortController();

  constructor(
    private readonly views: RunViewService,
    private readonly events: SharedEvents,
  ) {}

  /**
   * The run now, and again whenever it changed, until it ends.
   *
   * @throws RunsError `run_not_found`
   */
  async follow(id: number): Promise<Readable> {
    const first = await this.views.show(id);
    return Readable.from(this.story(first), { objectMode: false, highWaterMark: 0 });
  }

  beforeApplicationShutdown(): void {
    this.ending.abort();
  }

  private async *story(first: RunDto): AsyncGenerator<string> {
    let told = eventOf(first);
    yield told;
    let toldAt = performance.now();
    const news = this.newsOf(first.id);
    try {
      for (let run = first; run.state === 'running' && !this.ending.signal.aborted;) {
        await news.next();
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

function eventOf(run: RunDto): string {
  return `data: ${JSON.stringify(run)}\n\n`;
}

/** The wait was broken off. */
function ignore(): void {
  return undefined;
}
