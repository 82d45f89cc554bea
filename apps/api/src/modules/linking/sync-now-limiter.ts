import { Injectable } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import type { SyncNowDto } from '@pulsetech/contracts';
import { WindowCounter } from '../../platform/limits/window-counter.js';
import { LinkingError } from './linking.errors.js';

const MOST = 3;
const SECONDS = 30;

/** Each “Sync now” asks Discord, whose limits all users of the site share, so one user gets few of them. */
@Injectable()
export class SyncNowLimiter<T = SyncNowDto> {
  private readonly underWay = new Map<number, Promise<T>>();
  private readonly calls: WindowCounter;

  constructor(clock: Clock) {
    this.calls = new WindowCounter(clock, { most: MOST, seconds: SECONDS });
  }

  /**
   * Does the work, or joins the same user's that is under way.
   *
   * @throws LinkingError `synced_just_now` to somebody who has had three in thirty seconds
   */
  async run(userId: number, work: () => Promise<T>): Promise<T> {
    const joined = this.underWay.get(userId);
    if (joined) return joined;
    const key = String(userId);
    const wait = this.calls.waitFor(key);
    if (wait > 0) throw LinkingError.syncedJustNow(wait);
    this.calls.add(key);
    const running = work().finally(() => this.underWay.delete(userId));
    this.underWay.set(userId, running);
    return running;
  }
}
