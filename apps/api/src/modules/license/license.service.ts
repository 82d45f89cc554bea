import { Injectable, Logger } from '@nestjs/common';
import { BillingClient, BillingFailure } from '@pulsetech/billing-client';
import type { LicenceReason } from '@pulsetech/contracts';
import { maskLicenceKey, parseLicenceKey } from '@pulsetech/domain';
import { Clock, hashToken, InvalidRequestError, SecretBox } from '@pulsetech/server-kit';
import type { JSONWebKeySet } from 'jose';
import { Caches } from '../../platform/caches/caches.js';
import { Remembered } from '../../platform/caches/remembered.js';
import { AppConfig } from '../../platform/config/app-config.js';
import { checkAssertion, isAbout, type LicenceClaims, type LicenceIdentity } from './licence-assertion.js';
import { keyFaultMessage } from './licence-messages.js';
import { licenceState, UNTRUSTED_ANSWER, type LicenceState } from './licence-state.js';
import type { LicenseStateEntity } from './license-state.entity.js';
import { LicenseError } from './license.errors.js';
import { LicenseRepository } from './license.repository.js';

/** Another process may have verified or changed the key; for so long that may go unseen. */
const CACHE_MS = 2000;
const CACHE = 'licence';

/** Answers that end a licence at once; everything else is no answer, and the grace goes on. */
const DEFINITE: Readonly<Partial<Record<BillingFailure['code'], LicenceReason>>> = {
  licence_unknown: 'unknown',
  licence_expired: 'expired',
  licence_revoked: 'revoked',
  licence_wrong_site: 'wrong_site',
};

export interface UsableLicence {
  readonly key: string;
  readonly guildId: string;
  readonly clientId: string;
}

/** The answer says that the licence is valid, but nobody whom we trust has signed that. */
class UntrustedAnswer extends Error {}

interface Known {
  readonly row: LicenseStateEntity | null;
  /** Null also when the stored key cannot be opened any more. */
  readonly key: string | null;
  readonly claims: LicenceClaims | null;
}

/** The site's licence: whether it can be used, and for which Discord server. */
@Injectable()
export class LicenseService {
  private readonly logger = new Logger(LicenseService.name);
  private readonly remembered: Remembered<Known>;
  /** What was read last, as long as it holds: its statement need not be checked again. */
  private last: Known | null = null;
  private readonly listeners: (() => void)[] = [];
  private running: { readonly keyHash: string; readonly result: Promise<LicenceState> } | null = null;

  constructor(
    private readonly repository: LicenseRepository,
    private readonly billing: BillingClient,
    private readonly box: SecretBox,
    private readonly clock: Clock,
    private readonly config: AppConfig,
    private readonly caches: Caches,
  ) {
    this.remembered = new Remembered(clock, CACHE_MS, () => this.load());
    caches.register(CACHE, () => this.forget());
  }

  async current(): Promise<LicenceState> {
    return this.stateOf(await this.read());
  }

  /** Throws LicenseError `licence_invalid`, which says why and what to do. */
  async requireUsable(): Promise<UsableLicence> {
    const known = await this.read();
    const { usable, guildId, clientId, message } = this.stateOf(known);
    if (!usable || known.key === null || guildId === null || clientId === null) {
      throw new LicenseError('licence_invalid', message);
    }
    return { key: known.key, guildId, clientId };
  }

  /** Throws InvalidRequestError about the field `licenceKey` when what a person typed is not a key. */
  checkKey(text: string): void {
    requireKey(text);
  }

  /**
   * Stores the key as typed by a person, or removes it (`null`). Nothing changes when it is the key that is stored.
   *
   * @throws InvalidRequestError about the field `licenceKey` when it is not a key.
   */
  async setKey(text: string | null): Promise<void> {
    const key = text === null ? null : requireKey(text);
    const known = await this.read(true);
    if (key === known.key && (key !== null || !known.row?.keySealed)) return;
    await this.repository.putKey(
      key === null ? null : { keySealed: this.box.seal(key), keyHash: hashToken(key), maskedKey: maskLicenceKey(key) },
    );
    this.caches.changed(CACHE);
  }

  /** Asks the billing server now. Calls while one is on its way get the same answer. Never throws for an outage. */
  async verify(): Promise<LicenceState> {
    const { row, key } = await this.read(true);
    if (!row || key === null) return this.current();
    const keyHash = hashToken(key);
    if (this.running?.keyHash !== keyHash) {
      const result = this.verifyKey(row, key, keyHash).finally(() => {
        if (this.running?.result === result) this.running = null;
      });
      this.running = { keyHash, result };
    }
    return this.running.result;
  }

  /** The same, unless the billing server was asked within the last `seconds`. */
  async verifyUnlessTried(seconds: number): Promise<LicenceState> {
    const { row } = await this.read(true);
    const tried = row?.lastAttemptAt ?? null;
    const isRecent = tried !== null && Math.abs(this.clock.nowSeconds() - tried) < seconds;
    return isRecent ? this.current() : this.verify();
  }

  /** Calls back when a verification made the licence valid, or found it to be for something else than before. */
  onNewLicence(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Drops what is remembered, so that the next question reads the database. */
  forget(): void {
    this.remembered.forget();
    this.last = null;
  }

  private async verifyKey(row: LicenseStateEntity, key: string, keyHash: string): Promise<LicenceState> {
    const before = (await this.current()).status;
    try {
      const answer = await this.billing.verifyLicence(key, { siteUrl: this.config.siteUrl });
      const about = { keyHash, clientId: answer.clientId, guildId: answer.guild.id };
      const jwks = await this.keysThatVerify(answer.assertion, row, about);
      const licence = {
        clientId: answer.clientId,
        guildId: answer.guild.id,
        guildName: answer.guild.name,
        expiresAt: answer.expiresAt,
        graceUntil: answer.graceUntil ?? null,
        assertion: answer.assertion,
        jwks: JSON.stringify(jwks),
      };
      await this.repository.recordValid(keyHash, licence, this.clock.nowSeconds());
    } catch (error) {
      if (error instanceof UntrustedAnswer) await this.recordNoAnswer(keyHash, UNTRUSTED_ANSWER);
      else if (error instanceof BillingFailure) await this.recordFailure(keyHash, error);
      else throw error;
    }
    this.caches.changed(CACHE);
    const state = await this.current();
    if (state.status !== before)
      this.logger.log(
        `The licence is now ${state.reason === null ? state.status : `${state.status}: ${state.reason}`}`,
      );
    const isNew = state.status !== before || state.guildId !== row.guildId || state.clientId !== row.clientId;
    if (state.usable && isNew) for (const listener of this.listeners) listener();
    return state;
  }

  private async recordFailure(keyHash: string, failure: BillingFailure): Promise<void> {
    const reason = DEFINITE[failure.code];
    if (reason) await this.repository.recordInvalid(keyHash, reason, this.clock.nowSeconds());
    else await this.recordNoAnswer(keyHash, failure.code);
  }

  private async recordNoAnswer(keyHash: string, why: string): Promise<void> {
    this.logger.warn(`The licence could not be verified: ${why}`);
    await this.repository.recordFailure(keyHash, why, this.clock.nowSeconds());
  }

  /** The billing server's public keys, asked for anew when the stored ones do not know the signer. */
  private async keysThatVerify(
    assertion: string,
    row: LicenseStateEntity,
    about: LicenceIdentity,
  ): Promise<JSONWebKeySet> {
    const stored = parseKeys(row.jwks);
    const first = stored ? await checkAssertion(assertion, stored) : null;
    if (stored && first?.ok && isAbout(first.claims, about)) return stored;
    if (first === null || (!first.ok && first.why === 'unknown_key')) {
      const { keys } = await this.billing.jwks();
      const fresh = { keys: keys.map((key) => ({ ...key })) };
      const second = await checkAssertion(assertion, fresh);
      if (second.ok && isAbout(second.claims, about)) return fresh;
    }
    // An answer that nobody signed is no answer: it must neither give a licence nor take one.
    throw new UntrustedAnswer('The billing server sent a licence statement whose signature or content is wrong.');
  }

  private read(fresh = false): Promise<Known> {
    if (fresh) this.remembered.forget();
    return this.remembered.get();
  }

  private async load(): Promise<Known> {
    const { last } = this;
    const row = await this.repository.read();
    const claims = row?.assertion && row.assertion === last?.row?.assertion ? last.claims : await claimsOf(row);
    const known = { row, key: this.openKey(row), claims };
    // What was to be forgotten meanwhile is not kept.
    if (this.last === last) this.last = known;
    return known;
  }

  private stateOf({ row, key, claims }: Known): LicenceState {
    return licenceState({ row, readable: key !== null, claims }, this.clock.nowSeconds(), this.config.billingUrl);
  }

  private openKey(row: LicenseStateEntity | null): string | null {
    if (!row?.keySealed) return null;
    try {
      return this.box.open(row.keySealed);
    } catch (error) {
      this.logger.error({ err: error }, 'The stored licence key cannot be opened');
      return null;
    }
  }
}

async function claimsOf(row: LicenseStateEntity | null): Promise<LicenceClaims | null> {
  const keys = parseKeys(row?.jwks ?? null);
  if (!row?.assertion || !keys) return null;
  const check = await checkAssertion(row.assertion, keys);
  return check.ok ? check.claims : null;
}

function parseKeys(text: string | null): JSONWebKeySet | null {
  return text === null ? null : (JSON.parse(text) as JSONWebKeySet);
}

function requireKey(text: string): string {
  const parsed = parseLicenceKey(text);
  if (parsed.ok) return parsed.key;
  const message = keyFaultMessage(parsed);
  throw new InvalidRequestError(message, { licenceKey: message });
}
