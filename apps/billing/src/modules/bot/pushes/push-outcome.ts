import type { PushFailure } from '@pulsetech/contracts';
import type { SiteAnswer } from '../../sites/site-webservice.js';

/** After so many refusals of one person, or so long, nobody tries any more until that person changes again. */
const MOST_ATTEMPTS = 12;
const LONGEST_MS = 24 * 3_600_000;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30 * 60_000;
const SITE_FIRST_PAUSE_MS = 1_000;
const SITE_LONGEST_PAUSE_MS = 60_000;
const REFUSING_PAUSE_MS = 60_000;

/** `delivered`; the site as a whole is to be left alone for a while; or this one person is to be tried later. */
export type PushOutcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'site_pauses'; readonly failure: PushFailure; readonly waitMs: number }
  /** The site does not say that it was done: it may not know the person, or could not do all. */
  | { readonly kind: 'not_done' }
  | { readonly kind: 'person_refused' };

/** `inARow`: how often the site failed as a whole just before. */
export function outcomeOf(answer: SiteAnswer, inARow: number): PushOutcome {
  if (answer.ok) {
    if (!hasSuccess(answer.value))
      return { kind: 'site_pauses', failure: 'not_understood', waitMs: siteWaitMs(inARow) };
    return { kind: answer.value.success ? 'delivered' : 'not_done' };
  }
  switch (answer.why) {
    case 'refused':
      return { kind: 'person_refused' };
    case 'busy':
      return { kind: 'site_pauses', failure: 'busy', waitMs: answer.retryAfterMs };
    case 'token_refused':
      return { kind: 'site_pauses', failure: 'token_refused', waitMs: REFUSING_PAUSE_MS };
    case 'unreachable':
    case 'not_understood':
      return { kind: 'site_pauses', failure: answer.why, waitMs: siteWaitMs(inARow) };
  }
}

/** Whether a person whom the site refused so often, or for so long, is not tried any more. */
export function isGivenUp(attempts: number, waitedMs: number): boolean {
  return attempts >= MOST_ATTEMPTS || waitedMs > LONGEST_MS;
}

/** When a person is tried again after so many attempts, milliseconds. */
export function waitMs(attempts: number, random = Math.random): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1)) * (0.75 + random() / 2);
}

function siteWaitMs(inARow: number, random = Math.random): number {
  return Math.min(SITE_LONGEST_PAUSE_MS, SITE_FIRST_PAUSE_MS * 2 ** inARow) * (0.75 + random() / 2);
}

function hasSuccess(value: unknown): value is { success: boolean } {
  return typeof value === 'object' && value !== null && 'success' in value && typeof value.success === 'boolean';
}
