import { Injectable } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import { networkOf } from '../../platform/limits/network-of.js';
import { WindowCounter } from '../../platform/limits/window-counter.js';
import { AccountsError } from './accounts.errors.js';

const WINDOW_SECONDS = 600;
const MAX_FAILURES_OF_NAME = 10;
const MAX_FAILURES_OF_NETWORK = 30;

/** So long after a success from a network, a person is not held up by others' failures there, such as in one school. */
const KNOWN_SECONDS = 7 * 86_400;

/** Where a password is sent to: a page of the site, or `login/token.php`, which hands out tokens to apps. */
export type SignInDoor = 'page' | 'token';

/** Each check takes a place in the queue for hashing; nobody may fill the queue alone. */
const MAX_AT_ONCE = 5;

/**
 * Slows down guessing. All limits are of one network, so that nobody can shut out people elsewhere: ten failures in ten
 * minutes with one username, thirty with all usernames, and five attempts at once. The thirty are counted for each door:
 * an app that tries an old password again and again does not shut the site's pages.
 */
@Injectable()
export class SignInLimiter {
  private readonly byName: WindowCounter;
  private readonly byNetwork: WindowCounter;
  private readonly successes: WindowCounter;
  private readonly underWay = new Map<string, number>();

  constructor(clock: Clock) {
    this.byName = new WindowCounter(clock, { most: MAX_FAILURES_OF_NAME, seconds: WINDOW_SECONDS });
    this.byNetwork = new WindowCounter(clock, { most: MAX_FAILURES_OF_NETWORK, seconds: WINDOW_SECONDS });
    this.successes = new WindowCounter(clock, { most: 1, seconds: KNOWN_SECONDS });
  }

  /**
   * Makes an attempt within the limits. `check` answers null for a failure; an attempt of which it throws was never
   * checked and is not counted.
   *
   * @throws AccountsError `too_many_attempts`, `sign_in_busy`
   */
  async attempt<T>(
    username: string,
    address: string,
    check: () => Promise<T | null>,
    door: SignInDoor = 'page',
  ): Promise<T | null> {
    const network = networkOf(address);
    const name = `${username.trim().toLowerCase()} ${network}`;
    const networkAtDoor = `${door} ${network}`;
    this.requireRoom(name, networkAtDoor);
    const underWay = this.underWay.get(network) ?? 0;
    if (underWay >= MAX_AT_ONCE) throw tooManyAtOnce();
    this.underWay.set(network, underWay + 1);
    // Counted before the check, so that many at once count as well.
    this.byName.add(name);
    this.byNetwork.add(networkAtDoor);
    try {
      const proved = await check();
      if (proved !== null) this.succeeded(name, networkAtDoor);
      return proved;
    } catch (error) {
      this.byName.takeBack(name);
      this.byNetwork.takeBack(networkAtDoor);
      throw error;
    } finally {
      this.leave(network);
    }
  }

  private requireRoom(name: string, networkAtDoor: string): void {
    const waitOfName = this.byName.waitFor(name);
    if (waitOfName > 0) throw tooMany('with this username', waitOfName);
    const waitOfNetwork = this.successes.waitFor(name) > 0 ? 0 : this.byNetwork.waitFor(networkAtDoor);
    if (waitOfNetwork > 0) throw tooMany('from your network', waitOfNetwork);
  }

  private succeeded(name: string, networkAtDoor: string): void {
    this.byName.clear(name);
    this.byNetwork.takeBack(networkAtDoor);
    this.successes.clear(name);
    this.successes.add(name);
  }

  private leave(network: string): void {
    const left = (this.underWay.get(network) ?? 1) - 1;
    if (left > 0) this.underWay.set(network, left);
    else this.underWay.delete(network);
  }
}

function tooMany(what: string, seconds: number): AccountsError {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  return new AccountsError(
    'too_many_attempts',
    `Too many failed sign-ins ${what}. Wait ${wait} and try again, or ask the site team for a new password.`,
    { retryAfterSeconds: seconds },
  );
}

function tooManyAtOnce(): AccountsError {
  return new AccountsError(
    'sign_in_busy',
    'Too many people sign in from your network at this moment. Try again in a few seconds.',
    { retryAfterSeconds: 2 },
  );
}
