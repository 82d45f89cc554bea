import { setTimeout as sleep } from 'node:timers/promises';
import { BillingFailure } from './billing-failure.js';
import { failureOf } from './failure-of.js';

const RETRY_PAUSES_MS = [150, 600];
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

export interface ExchangeOptions {
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
  /** The correlation id of what the question is asked for, so that both logs can be read together. */
  readonly requestId?: () => string | undefined;
  /** Told of each request that was sent; `route` has no ids, `outcome` is `ok` or a failure's code. */
  readonly onAnswer?: (route: string, outcome: string) => void;
}

export interface Question {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly bearer?: string;
  readonly json?: object;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where this question may take longer, or less long, than the others. */
  readonly timeoutMs?: number;
  /** A POST that changes nothing. */
  readonly repeatable?: boolean;
}

/**
 * Asks the billing server once, or up to three times for what changes nothing and got no answer. Answers the parsed body
 * of a 2xx (null when it is empty).
 *
 * @throws BillingFailure for everything else; whatever the network library had to say is dropped, as it names addresses
 * and headers.
 */
export async function exchange(options: ExchangeOptions, question: Question): Promise<unknown> {
  const mayRepeat = question.method === 'GET' || question.repeatable === true;
  const repeatUntil = Date.now() + options.timeoutMs;
  for (let attempt = 0; ; attempt++) {
    try {
      return await askAndTell(options, question);
    } catch (error) {
      const pause = RETRY_PAUSES_MS[attempt];
      const again = mayRepeat && error instanceof BillingFailure && isPassing(error);
      // What may take minutes is not begun again when it was lost late.
      const isLate = question.method !== 'GET' && Date.now() > repeatUntil;
      if (!again || isLate || pause === undefined) throw error;
      await sleep(pause);
    }
  }
}

async function askAndTell(options: ExchangeOptions, question: Question): Promise<unknown> {
  const route = `${question.method} ${routeOf(question.path)}`;
  try {
    const body = await askOnce(options, question);
    options.onAnswer?.(route, 'ok');
    return body;
  } catch (error) {
    options.onAnswer?.(route, error instanceof BillingFailure ? error.code : 'failed');
    throw error;
  }
}

/** Ids of snapshots are the only ones that stand in a path. */
function routeOf(path: string): string {
  return path.replace(/\?.*$/, '').replace(/(\/snapshots)\/[^/]+/, '$1/:id');
}

async function askOnce(options: ExchangeOptions, question: Question): Promise<unknown> {
  const { response, text } = await send(options, question);
  const body = parse(text);
  if (!response.ok) throw failureOf(response, body);
  if (body === undefined) throw new BillingFailure('billing_unreachable', response.status);
  return body;
}

async function send(options: ExchangeOptions, question: Question): Promise<{ response: Response; text: string }> {
  try {
    const response = await options.fetch(`${options.baseUrl}${question.path}`, {
      method: question.method,
      headers: headersOf(question, options.requestId?.()),
      ...bodyOf(question),
      redirect: 'error',
      signal: AbortSignal.timeout(question.timeoutMs ?? options.timeoutMs),
    });
    const text = await response.text();
    if (text.length > MAX_ANSWER_BYTES) throw new BillingFailure('billing_unreachable', response.status);
    return { response, text };
  } catch (error) {
    throw error instanceof BillingFailure ? error : new BillingFailure('billing_unreachable');
  }
}

function headersOf(question: Question, requestId: string | undefined): Record<string, string> {
  return {
    Accept: 'application/json',
    ...(requestId === undefined ? {} : { 'X-Request-Id': requestId }),
    ...(question.bearer === undefined ? {} : { Authorization: `Bearer ${question.bearer}` }),
    ...(question.json ? { 'Content-Type': 'application/json' } : {}),
    ...(question.form ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {}),
    ...question.headers,
  };
}

function bodyOf(question: Question): { body?: string } {
  if (question.json) return { body: JSON.stringify(question.json) };
  return question.form ? { body: new URLSearchParams(question.form).toString() } : {};
}

/** Null for an empty body, undefined for one that is not JSON. */
function parse(text: string): unknown {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    // Something in between answered, not the billing server; the caller makes a failure of it.
    return undefined;
  }
}

function isPassing(failure: BillingFailure): boolean {
  return failure.code === 'billing_unreachable' && (failure.status === undefined || failure.status >= 500);
}
