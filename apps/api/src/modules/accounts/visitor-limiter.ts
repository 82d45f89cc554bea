import { Injectable } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import { networkOf } from '../../platform/limits/network-of.js';
import { WindowCounter } from '../../platform/limits/window-counter.js';
import { AccountsError } from './accounts.errors.js';

/** So many in a minute from one network, which may be a whole school's. */
const MOST = 120;
const SECONDS = 60;

/** Each stores a row for somebody of whom nothing is known: a session, or a way to Discord and back. */
export type Beginning = 'session' | 'discord';

/** Keeps one client from filling the database with what anybody may begin. */
@Injectable()
export class VisitorLimiter {
  private readonly begun: WindowCounter;

  constructor(clock: Clock) {
    this.begun = new WindowCounter(clock, { most: MOST, seconds: SECONDS });
  }

  /** @throws AccountsError `too_many_attempts` */
  begin(what: Beginning, address: string): void {
    const key = `${what} ${networkOf(address)}`;
    const wait = this.begun.waitFor(key);
    if (wait > 0) {
      throw new AccountsError(
        'too_many_attempts',
        'Very many visits from your network began in the last minute. Wait a minute and load the page again.',
        { retryAfterSeconds: wait },
      );
    }
    this.begun.add(key);
  }
}
