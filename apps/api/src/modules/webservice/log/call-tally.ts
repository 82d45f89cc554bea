import { OTHER_CALLS, OUTCOME_FAILED, OUTCOME_OK } from '@pulsetech/contracts';
import type { Clock } from '@pulsetech/server-kit';
import { CallBudget } from '../../../platform/limits/call-budget.js';
import { networkOf } from '../../../platform/limits/network-of.js';
import { CallerAddresses } from './caller-addresses.js';

/** Who called, as far as that is known. */
export interface KnownAs {
  readonly tokenId: number | null;
  readonly tokenName: string | null;
  readonly userId: number | null;
  readonly username: string | null;
}

/** One call that was answered. What was sent is no part of it. */
export interface ServedOnce {
  readonly caller: KnownAs | null;
  readonly functionName: string;
  readonly outcome: string;
  readonly address: string;
  readonly milliseconds: number;
}

/** Calls that differ in nothing but their time. */
export interface CallGroup extends KnownAs {
  readonly functionName: string;
  readonly outcome: string;
  readonly address: string | null;
  calls: number;
  totalUs: number;
  longestUs: number;
  /** Unix seconds. */
  readonly firstAt: number;
  lastAt: number;
}

export interface TallyLimits {
  /** Groups of callers that are known, at one time. */
  readonly known: number;
  /** New groups of callers that are not known, in a minute: whoever has many addresses does not fill the database. */
  readonly unknownPerMinute: number;
}

/** Far more than the tokens, functions and addresses that call within a second, and little memory. */
const TALLY_LIMITS: TallyLimits = { known: 500, unknownPerMinute: 300 };

const NOBODY: KnownAs = { tokenId: null, tokenName: null, userId: null, username: null };

/**
 * Calls, counted by who called what from where with which outcome. Its size is bounded: calls beyond that are counted
 * together, the good ones and the failed ones, so that the numbers stay right while the details go.
 */
export class CallTally {
  private groups = new Map<string, CallGroup>();
  private readonly unknown: CallBudget;
  private readonly addresses: CallerAddresses;

  constructor(
    private readonly clock: Clock,
    private readonly limits: TallyLimits = TALLY_LIMITS,
  ) {
    this.unknown = new CallBudget(clock, limits.unknownPerMinute, 1);
    this.addresses = new CallerAddresses(clock);
  }

  get isEmpty(): boolean {
    return this.groups.size === 0;
  }

  add({ caller, functionName, outcome, address, milliseconds }: ServedOnce): void {
    const now = this.clock.nowSeconds();
    const us = Math.round(milliseconds * 1000);
    const who = caller ?? NOBODY;
    const from =
      caller === null
        ? networkOf(address)
        : this.addresses.shown(`${who.tokenId ?? ''}\n${who.username ?? ''}`, address);
    const key = keyOf(who, functionName, outcome, from);
    const known = this.groups.get(key);
    if (known) {
      count(known, 1, us, us, now);
      return;
    }
    const times = { calls: 1, totalUs: us, longestUs: us, firstAt: now, lastAt: now };
    const group = { ...namesOf(who), functionName, outcome, address: from, ...times };
    const hasRoom = this.hasRoom() && (caller !== null || this.unknown.take('') === 0);
    this.insert(hasRoom ? key : null, group);
  }

  /** Everything counted since the last time. */
  drain(): CallGroup[] {
    const drained = [...this.groups.values()];
    this.groups = new Map();
    return drained;
  }

  /** Counts again what was drained and could not be written. */
  putBack(groups: readonly CallGroup[]): void {
    for (const group of groups) {
      const key = keyOf(group, group.functionName, group.outcome, group.address ?? '');
      this.insert(this.groups.has(key) || this.hasRoom() ? key : null, group);
    }
  }

  /** Room for groups of unknown callers is kept apart by their number in a minute. */
  private hasRoom(): boolean {
    return this.groups.size < this.limits.known + this.limits.unknownPerMinute;
  }

  /** A null key counts it together with others. */
  private insert(key: string | null, group: CallGroup): void {
    const into = key === null ? together(group) : group;
    const at = key ?? keyOf(into, into.functionName, into.outcome, '');
    const known = this.groups.get(at);
    if (known === undefined) this.groups.set(at, { ...into });
    else this.groups.set(at, merged(known, into));
  }
}

function keyOf(who: KnownAs, functionName: string, outcome: string, address: string): string {
  return `${who.tokenId ?? ''}\n${who.username ?? ''}\n${functionName}\n${outcome}\n${address}`;
}

function namesOf({ tokenId, tokenName, userId, username }: KnownAs): KnownAs {
  return { tokenId, tokenName, userId, username };
}

function together(group: CallGroup): CallGroup {
  const outcome = group.outcome === OUTCOME_OK ? OUTCOME_OK : OUTCOME_FAILED;
  return { ...group, ...NOBODY, functionName: OTHER_CALLS, outcome, address: null };
}

function merged(one: CallGroup, other: CallGroup): CallGroup {
  const group = { ...one, firstAt: Math.min(one.firstAt, other.firstAt) };
  count(group, other.calls, other.totalUs, other.longestUs, Math.max(one.lastAt, other.lastAt));
  return group;
}

function count(group: CallGroup, calls: number, totalUs: number, longestUs: number, lastAt: number): void {
  group.calls += calls;
  group.totalUs += totalUs;
  group.longestUs = Math.max(group.longestUs, longestUs);
  group.lastAt = lastAt;
}
