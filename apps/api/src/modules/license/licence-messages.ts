import { LICENCE_GRACE_SECONDS, type LicenceDto, type LicenceReason } from '@pulsetech/contracts';
import type { parseLicenceKey } from '@pulsetech/domain';

type Fault = Exclude<ReturnType<typeof parseLicenceKey>, { ok: true }>;

/** The licence was for another Discord server until then (Unix seconds). */
export interface Move {
  readonly formerGuildId: string;
  readonly formerGuildName: string | null;
  readonly movedAt: number;
}

/** What words about a licence depend on besides what is shown of it. */
export interface Circumstances {
  readonly billingUrl: string;
  /** The billing server's last answer bore no signature that could be verified. */
  readonly untrusted: boolean;
  readonly moved: Move | null;
}

/** The state of a licence in words: what it is, what that means, what to do. */
export function licenceMessage(
  licence: Omit<LicenceDto, 'message'>,
  { billingUrl, untrusted, moved }: Circumstances,
): string {
  if (licence.maskedKey === null) {
    return 'No licence key is set yet. Enter yours (PLMS-XXXX-XXXX-XXXX-XXXX) and save: everything with Discord needs it.';
  }
  switch (licence.status) {
    case 'not_verified':
      return 'The licence key has not been verified yet. Verify it now, or wait: it is verified by itself every hour.';
    case 'invalid':
      return invalidMessage(licence.reason, licence.expiresAt, billingUrl, untrusted);
    case 'valid':
      return [
        ...(licence.graceUntil === null ? [] : [awayMessage(licence.graceUntil, untrusted ? billingUrl : null)]),
        ...(licence.renewBy === null ? [] : [expiredMessage(licence.expiresAt, licence.renewBy)]),
        ...(licence.graceUntil === null && licence.renewBy === null
          ? [`The licence is valid for the Discord server ${serverName(licence)}.`]
          : []),
        ...(moved === null ? [] : [movedMessage(moved, licence)]),
      ].join(' ');
  }
}

/** What is wrong with a key as it was typed. */
export function keyFaultMessage(fault: Fault): string {
  if (fault.reason === 'check') {
    return 'The licence key has a typing error. Compare it with the one you were given, character by character.';
  }
  return fault.group === undefined
    ? 'This is not a licence key. A key looks like PLMS-XXXX-XXXX-XXXX-XXXX.'
    : `The licence key has a typing error in its ${ORDINALS[fault.group] ?? 'last'} group after PLMS. ` +
        'Keys have four characters in each group, and never the letters I, L, O or the digits 0 and 1.';
}

const ORDINALS: Readonly<Record<number, string>> = { 1: 'first', 2: 'second', 3: 'third', 4: 'last' };

const NOBODY_LOSES = 'Nobody loses access because of that, but sign-in with Discord and synchronisation pause.';

function awayMessage(until: number, untrustedUrl: string | null): string {
  return (
    `${untrustedUrl === null ? 'The billing server did not answer at the last try.' : untrustedAnswer(untrustedUrl)} ` +
    `Nothing changes because of that: the licence counts as valid until ${written(until)}, and we keep trying.`
  );
}

function expiredMessage(expiresAt: number | null, renewBy: number): string {
  return (
    `The licence expired${expiresAt === null ? '' : ` on ${written(expiresAt)}`}. Everything goes on until ` +
    `${written(renewBy)}: renew it before then, or sign-in with Discord and synchronisation pause.`
  );
}

function movedMessage(
  { formerGuildId, formerGuildName, movedAt }: Move,
  licence: Pick<LicenceDto, 'guildId' | 'guildName'>,
) {
  const former = serverName({ guildId: formerGuildId, guildName: formerGuildName });
  return (
    `Until ${written(movedAt)} it was for ${former}; it is for ${serverName(licence)} now. Mappings of roles that this server ` +
    'does not have give nothing to anybody else, and what people hold by them is treated as by a deleted Discord role. ' +
    'Choose roles of the new server in the role mappings.'
  );
}

function untrustedAnswer(billingUrl: string): string {
  return (
    "The billing server's answer could not be trusted: its signature does not verify. Check that BILLING_URL " +
    `(${new URL(billingUrl).host}) is the billing server that issued the licence; if it is, ask support.`
  );
}

function invalidMessage(
  reason: LicenceReason | null,
  expiresAt: number | null,
  billingUrl: string,
  untrusted: boolean,
): string {
  switch (reason) {
    case 'unknown':
      return 'The billing server does not know this licence key. Compare it with the one you were given, or ask support.';
    case 'expired':
      return `The licence expired${expiresAt === null ? '' : ` on ${written(expiresAt)}`}. ${NOBODY_LOSES} Renew it, then verify it here.`;
    case 'revoked':
      return `The licence was revoked. ${NOBODY_LOSES} Ask support about it, or enter another key.`;
    case 'wrong_site':
      return `This licence is for a site at another address. ${NOBODY_LOSES} Enter the licence key of this site, or ask whoever issued it to add this address to the licence.`;
    case 'format':
      return 'The stored licence key cannot be read, because the encryption key of this server was changed. Enter it again.';
    case 'unreachable':
    case null:
      if (untrusted) return `${untrustedAnswer(billingUrl)} ${NOBODY_LOSES}`;
      return (
        `The billing server could not be asked about this licence key, or not for more than ${LICENCE_GRACE_SECONDS / 3600} hours. ${NOBODY_LOSES} ` +
        `Check that this server can reach ${new URL(billingUrl).host}; we keep trying every minute, and all goes on by itself when it answers.`
      );
  }
}

function serverName(licence: { guildName: string | null; guildId: string | null }): string {
  return licence.guildName === null ? (licence.guildId ?? '') : `“${licence.guildName}”`;
}

/** `3 February 2026, 14:02 UTC` */
function written(seconds: number): string {
  const date = new Date(seconds * 1000);
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return `${day}, ${date.toISOString().slice(11, 16)} UTC`;
}

/** What anybody may read of it in the health report; null when there is nothing to say. */
export function licenceHealth({ status, reason, graceUntil, renewBy }: Omit<LicenceDto, 'message'>): string | null {
  switch (status) {
    case 'not_verified':
      return 'There is no licence key yet, or it was not verified yet.';
    case 'invalid':
      return `${HEALTH[reason ?? 'unreachable']} ${NOBODY_LOSES}`;
    case 'valid':
      if (renewBy !== null) return `The licence has expired and counts until ${written(renewBy)}.`;
      if (graceUntil === null) return null;
      return `The billing server does not confirm the licence at present. It counts until ${written(graceUntil)}.`;
  }
}

const HEALTH: Readonly<Record<LicenceReason, string>> = {
  unknown: 'The billing server does not know the licence key.',
  expired: 'The licence has expired.',
  revoked: 'The licence was revoked.',
  wrong_site: 'The licence is for a site at another address.',
  format: 'The stored licence key cannot be read.',
  unreachable: `The billing server has not confirmed the licence, or not for more than ${LICENCE_GRACE_SECONDS / 3600} hours.`,
};
