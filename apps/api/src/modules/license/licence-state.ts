import { LICENCE_GRACE_SECONDS, type LicenceDto, type LicenceReason, type LicenceStatus } from '@pulsetech/contracts';
import { isAbout, type LicenceClaims } from './licence-assertion.js';
import { licenceMessage, type Move } from './licence-messages.js';
import type { LicenseStateEntity } from './license-state.entity.js';

/** How it stands with the licence now. Times are Unix seconds. */
export interface LicenceState extends LicenceDto {
  /** Whether what needs a licence may be done. */
  readonly usable: boolean;
  readonly clientId: string | null;
}

const CLOCKS_DIFFER_SECONDS = 86_400;
const TELL_MOVE_SECONDS = 30 * 86_400;

/** In `lastFailure`: the billing server answered, but its signature could not be verified. */
export const UNTRUSTED_ANSWER = 'untrusted_answer';

export interface StoredLicence {
  readonly row: LicenseStateEntity | null;
  /** Whether the sealed key can be opened. */
  readonly readable: boolean;
  /** Those of the row's own signed statement; null when it does not verify. */
  readonly claims: LicenceClaims | null;
}

/** What is stored means this at the time `now`. A valid licence stays usable while the signed statement is good. */
export function licenceState(stored: StoredLicence, now: number, billingUrl: string): LicenceState {
  const { row, claims } = stored;
  const { status, reason } = judge(stored, now);
  const graceUntil = status === 'valid' && row?.lastFailure ? (claims?.until ?? null) : null;
  const facts = {
    status,
    reason,
    maskedKey: row?.maskedKey ?? null,
    guildId: row?.guildId ?? null,
    guildName: row?.guildName ?? null,
    expiresAt: row?.expiresAt ?? null,
    verifiedAt: row?.verifiedAt ?? null,
    graceUntil,
    renewBy: status === 'valid' ? renewalOf(row, now) : null,
  };
  return {
    ...facts,
    message: licenceMessage(facts, {
      billingUrl,
      untrusted: row?.lastFailure === UNTRUSTED_ANSWER,
      moved: row === null ? null : moveOf(row, now),
    }),
    usable: status === 'valid',
    clientId: row?.clientId ?? null,
  };
}

/** What of the state is shown to admins. */
export function toLicenceDto(state: LicenceState): LicenceDto {
  const { status, reason, message, maskedKey, guildId, guildName } = state;
  const { expiresAt, verifiedAt, graceUntil, renewBy } = state;
  return { status, reason, message, maskedKey, guildId, guildName, expiresAt, verifiedAt, graceUntil, renewBy };
}

function judge(
  { row, readable, claims }: StoredLicence,
  now: number,
): { status: LicenceStatus; reason: LicenceReason | null } {
  if (!row?.keySealed) return { status: 'not_verified', reason: null };
  if (!readable) return { status: 'invalid', reason: 'format' };
  if (row.status !== 'valid') return { status: row.status, reason: row.reason };
  const end = row.graceUntil ?? row.expiresAt;
  if (end !== null && now >= end) return { status: 'invalid', reason: 'expired' };
  if (!claims || !isAbout(claims, row) || !isCurrent(claims, now)) return { status: 'invalid', reason: 'unreachable' };
  return { status: 'valid', reason: null };
}

function renewalOf(row: LicenseStateEntity | null, now: number): number | null {
  if (!row || row.expiresAt === null || now < row.expiresAt) return null;
  return row.graceUntil;
}

/** A move is told for so long that whoever looks after the site has come by. */
function moveOf({ formerGuildId, formerGuildName, movedAt }: LicenseStateEntity, now: number): Move | null {
  if (formerGuildId === null || movedAt === null || now > movedAt + TELL_MOVE_SECONDS) return null;
  return { formerGuildId, formerGuildName, movedAt };
}

/** A statement from the future is not believed, but for clocks that differ by less than a day. */
function isCurrent({ until }: LicenceClaims, now: number): boolean {
  return now < until && until <= now + LICENCE_GRACE_SECONDS + CLOCKS_DIFFER_SECONDS;
}
