import { Injectable, Logger } from '@nestjs/common';
import { BillingClient, BillingFailure, inOurTime } from '@pulsetech/billing-client';
import type { DiscordRoleDto } from '@pulsetech/contracts';
import { Clock, LaterReadings } from '@pulsetech/server-kit';
import { Caches } from '../../platform/caches/caches.js';
import { LicenseError } from '../license/license.errors.js';
import { LicenseService } from '../license/license.service.js';
import { billingProblem } from './billing-problems.js';
import { AnnouncedTurns } from './announced-turns.js';

const FRESH_MS = 60_000;
/** So long a failure is believed, so that a page does not wait for a server that is down again and again. */
const FAILURE_MS = 10_000;

/** The Discord roles as they were last read well. */
export interface KnownRoles {
  readonly guildId: string;
  readonly roles: readonly DiscordRoleDto[];
  /** When Discord was asked, in our time, or a little before; Unix milliseconds. */
  readonly readAt: number;
}

export interface RolesAnswer {
  /** The list that was read, or else the last one that was, however old; null when there was none since the start. */
  readonly known: KnownRoles | null;
  /** Why the list could not be read now, for people; null when it is fresh. */
  readonly problem: string | null;
}

/** The roles of the licence's Discord server, remembered for a minute. */
@Injectable()
export class DiscordRolesCache {
  private readonly logger = new Logger(DiscordRolesCache.name);
  private known: KnownRoles | null = null;
  private isPurged = false;
  private failure: { readonly problem: string; readonly at: number } | null = null;
  private reading: Promise<RolesAnswer> | null = null;
  private readonly turns = new AnnouncedTurns();
  private readonly anew = new LaterReadings(() => this.read({ anew: true }), this.turns);

  constructor(
    private readonly billing: BillingClient,
    private readonly licenses: LicenseService,
    private readonly clock: Clock,
    caches: Caches,
  ) {
    caches.register('Discord roles', () => this.purge());
  }

  /** What is known without asking anybody. */
  get lastKnown(): KnownRoles | null {
    return this.known;
  }

  /** The list, at most a minute old where Discord answers. Never throws. */
  async list(): Promise<RolesAnswer> {
    const { known, failure } = this;
    if (failure && this.hasJustFailed()) return { known, problem: failure.problem };
    const age = known === null ? Infinity : this.clock.nowMs() - known.readAt;
    if (age >= 0 && age < FRESH_MS && !failure && !this.isPurged && (await this.isOfLicence()))
      return { known, problem: null };
    return this.refresh();
  }

  /** Reads the list now. Never throws; those who ask at the same time get the same answer. */
  refresh(): Promise<RolesAnswer> {
    this.reading ??= this.read().finally(() => (this.reading = null));
    return this.reading;
  }

  /**
   * The list as Discord has it after this call; what others read a moment before is not used. Those who ask while a reading
   * is under way share the next one. Never throws.
   */
  readAnew(): Promise<RolesAnswer> {
    return this.anew.ask();
  }

  /** Whether it is to be expected that the list cannot be read: the last attempt failed, a few seconds ago. */
  hasJustFailed(): boolean {
    if (this.failure === null) return false;
    const age = this.clock.nowMs() - this.failure.at;
    return age >= 0 && age < FAILURE_MS;
  }

  /** Forgets how fresh the list is; the list itself stays known until it is read anew. */
  purge(): void {
    this.failure = null;
    this.isPurged = true;
  }

  private async read(how: { anew?: boolean } = {}): Promise<RolesAnswer> {
    try {
      const { key, guildId } = await this.licenses.requireUsable();
      if (this.known && this.known.guildId !== guildId) this.known = null;
      const askedAt = this.clock.nowMs();
      const answer = await this.billing.guildRoles(key, how);
      const { roles } = answer;
      this.turns.announce(answer.againInMs);
      // Every Discord server has @everyone; a list without it says nothing about what was deleted.
      if (!roles.some(({ id }) => id === guildId)) throw new BillingFailure('guild_unreadable');
      const now = this.clock.nowMs();
      const known = { guildId, roles, readAt: inOurTime(answer.readAt, { ...answer, askedAt }, now) };
      // Of two answers the one that was read later stays, in whichever order they come; no time lies ahead of now.
      if (this.known === null || this.known.readAt <= known.readAt || this.known.readAt > now) this.known = known;
      this.failure = null;
      this.isPurged = false;
      return { known, problem: null };
    } catch (error) {
      // Nobody was asked, and the licence may count the next moment.
      if (error instanceof LicenseError) return { known: this.known, problem: error.message };
      const problem = this.problemOf(error);
      this.failure = { problem, at: this.clock.nowMs() };
      return { known: this.known, problem };
    }
  }

  private problemOf(error: unknown): string {
    if (!(error instanceof BillingFailure)) throw error;
    this.logger.warn(`The Discord roles could not be read: ${error.code}`);
    return billingProblem(error.code);
  }

  private async isOfLicence(): Promise<boolean> {
    const { guildId } = await this.licenses.current();
    return guildId === this.known?.guildId;
  }
}
