import { Injectable } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import { LRUCache } from 'lru-cache';
import { AccountsError } from './accounts.errors.js';

const MAX_FAILURES = 10;
const WINDOW_SECONDS = 600;
const REMEMBERED = 50_000;

interface Failures {
  count: number;
  readonly since: number;
}

/** Slows down guessing: ten attempts in ten minutes for one username from one address; success starts anew. */
@Injectable()
export class SignInLimiter {
  private readonly failures = new LRUCache<string, Failures>({ max: REMEMBERED });

  constructor(private readonly clock: Clock) {}

  /** Counts an attempt before it is made, so that many at once count as well. Throws `too_many_attempts`. */
  begin(username: string, address: string): void {
    const key = keyOf(username, address);
    const now = this.clock.nowSeconds();
    const known = this.failures.get(key);
    if (!known || now - known.since >= WINDOW_SECONDS) {
      this.failures.set(key, { count: 1, since: now });
      return;
    }
    if (known.count >= MAX_FAILURES) throw tooMany(known.since + WINDOW_SECONDS - now);
    known.count++;
  }

  succeeded(username: string, address: string): void {
    this.failures.delete(keyOf(username, address));
  }
}

function keyOf(username: string, address: string): string {
  return `${username.trim().toLowerCase()} ${address}`;
}

function tooMany(seconds: number): AccountsError {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  return new AccountsError(
    'too_many_attempts',
    `Too many failed sign-ins with this username. Wait ${wait} and try again, or ask the site team for a new password.`,
    { retryAfterSeconds: seconds },
  );
}
