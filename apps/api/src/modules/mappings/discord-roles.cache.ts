import { Injectable, Logger } from '@nestjs/common';
import { BillingClient, BillingFailure } from '@pulsetech/billing-client';
import type { DiscordRoleDto } from '@pulsetech/contracts';
import { Clock } from '@pulsetech/server-kit';
import { Caches } from '../../platform/caches/caches.js';
import { LicenseError } from '../license/license.errors.js';
import { LicenseService } from '../license/license.service.js';
import { billingProblem } from './billing-problems.js';

const FRESH_MS = 60_000;
/** Before something is taken away. */
const VERY_FRESH_MS = 2000;
/** So long a failure is believed, so that a page does not wait for a server that is down again and again. */
const FAILURE_MS = 10_000;

/** The Discord roles as they were last read well. */
export interface KnownRoles {
  readonly guildId: string;
  readonly roles: readonly DiscordRoleDto[];
  /** Unix milliseconds. */
  readonly readAt: number;
}

export interface RolesAnswer {
  /** The last list that was read well, however old; null when there was none since the start. */
  readonly known: KnownRoles | null;
  /** Why the list could not be read now, for people; null when it is fresh. */
  readonly problem: string | null;
}

/** The roles of the licence's Discord server, remembered for a minute. */
@Injectable()
export class DiscordRolesCache {
  private readonly logger = new Logger(DiscordRolesCache.name);
  private known: KnownRoles | null = null;
  private failure: { readonly problem: string; readonly at: number } | null = null;
  private reading: Promise<RolesAnswer> | null = null;
  /** Questions are counted, so that the answer to an older one does not take the place of a newer. */
  private questions = 0;
  private answered = 0;

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
    return this.atMost(FRESH_MS);
  }

  /** The list, at most two seconds old where Discord answers. Never throws. */
  async latest(): Promise<RolesAnswer> {
    return this.atMost(VERY_FRESH_MS);
  }

  /** Reads the list now. Never throws; those who ask at the same time get the same answer. */
  refresh(): Promise<RolesAnswer> {
    this.reading ??= this.read().finally(() => (this.reading = null));
    return this.reading;
  }

  /** The list as Discord has it after this call; what others read a moment before is not used. Never throws. */
  readAnew(): Promise<RolesAnswer> {
    return this.read({ anew: true });
  }

  /** Forgets how fresh the list is; the list itself stays known until it is read anew. */
  purge(): void {
    this.failure = null;
    if (this.known) this.known = { ...this.known, readAt: 0 };
  }

  private async atMost(ageMs: number): Promise<RolesAnswer> {
    const now = this.clock.nowMs();
    if (this.failure && now - this.failure.at < FAILURE_MS) return { known: this.known, problem: this.failure.problem };
    const fresh = this.known !== null && now >= this.known.readAt && now - this.known.readAt < ageMs;
    if (fresh && !this.failure && (await this.isOfLicence())) return { known: this.known, problem: null };
    return this.refresh();
  }

  private async read(how: { anew?: boolean } = {}): Promise<RolesAnswer> {
    const question = ++this.questions;
    try {
      const { key, guildId } = await this.licenses.requireUsable();
      if (this.known && this.known.guildId !== guildId) this.known = null;
      const { roles } = await this.billing.guildRoles(key, how);
      // Every Discord server has @everyone; a list without it says nothing about what was deleted.
      if (!roles.some(({ id }) => id === guildId)) throw new BillingFailure('guild_unreadable');
      if (question > this.answered) this.known = { guildId, roles, readAt: this.clock.nowMs() };
      this.answered = Math.max(this.answered, question);
      this.failure = null;
      return { known: this.known, problem: null };
    } catch (error) {
      const problem = this.problemOf(error);
      this.failure = { problem, at: this.clock.nowMs() };
      return { known: this.known, problem };
    }
  }

  private problemOf(error: unknown): string {
    if (error instanceof LicenseError) return error.message;
    if (!(error instanceof BillingFailure)) throw error;
    this.logger.warn(`The Discord roles could not be read: ${error.code}`);
    return billingProblem(error.code);
  }

  private async isOfLicence(): Promise<boolean> {
    const { guildId } = await this.licenses.current();
    return guildId === this.known?.guildId;
  }
}
