import type { Clock } from '@pulsetech/server-kit';
import { networkOf } from '../../../platform/limits/network-of.js';

/** More than a bot has, and few enough that a caller with a whole IPv6 network at hand fills no log. */
const MOST_ADDRESSES = 5;

/** So many callers are told apart within a minute. */
const MOST_CALLERS = 10_000;

const MINUTE_SECONDS = 60;

/** Under which addresses calls of known callers are counted: the first few of each in a minute, then their networks. */
export class CallerAddresses {
  private readonly seen = new Map<string, Set<string>>();
  private minute = 0;

  constructor(private readonly clock: Clock) {}

  /** The address itself, or the network that it is of. `caller` is what tells callers apart. */
  shown(caller: string, address: string): string {
    const minute = Math.floor(this.clock.nowSeconds() / MINUTE_SECONDS);
    if (minute !== this.minute) this.seen.clear();
    this.minute = minute;
    const addresses = this.seen.get(caller);
    if (addresses?.has(address)) return address;
    if (addresses === undefined && this.seen.size < MOST_CALLERS) this.seen.set(caller, new Set([address]));
    else if (addresses !== undefined && addresses.size < MOST_ADDRESSES) addresses.add(address);
    else return networkOf(address);
    return address;
  }
}
