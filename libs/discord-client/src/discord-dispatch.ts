import { AsyncLocalStorage } from 'node:async_hooks';
import { setMaxListeners } from 'node:events';
import { DefaultRestOptions, REST, type RateLimitData, type RequestData, type RESTOptions } from '@discordjs/rest';
import { DiscordBudget } from './discord-budget.js';
import { DiscordFailure } from './discord-failure.js';
import { DiscordPause } from './discord-pause.js';
import type { Urgency } from './fair-turns.js';
import { failureOf } from './failure-of.js';
import { InvalidRequestBreaker } from './invalid-request-breaker.js';
import type { Patience } from './patience.js';
import { RefusalMemory } from './refusal-memory.js';
import { RouteLanes } from './route-lanes.js';

const LONGEST_RATE_LIMIT_WAIT_MS = 5_000;
/** The member list may be read ten times in ten seconds, and is read in the background. */
const LIST_ROUTE = '/guilds/:id/members';
const LONGEST_LIST_WAIT_MS = 12_000;
/**
 * What the library adds, twice, to the time after which a bucket is refilled. Where the list's bucket gives back one
 * request a second, the usual 50 ms would make a walk a tenth longer than it must be.
 */
const MARGIN_MS = 50;
const LIST_MARGIN_MS = 15;
/** The library would repeat a request for as long as Discord says "too many"; each of those counts towards a block. */
const LIMITS_IN_A_ROW = 4;
/** The library counts the wait for a turn as part of the request; what a request itself may take is counted here. */
const LIBRARY_TIMEOUT_MS = 10 * 60_000;

export interface DispatchOptions {
  readonly token: string;
  readonly apiUrl: string;
  /** Of one request, in milliseconds. */
  readonly timeoutMs: number;
  readonly breaker?: InvalidRequestBreaker;
  readonly budget?: DiscordBudget;
  readonly onFailure?: (failure: DiscordFailure, route: string, guildId: string | null) => void;
  readonly onUnauthorized?: () => void;
  readonly onRequest?: (request: AnsweredRequest) => void;
  readonly nowMs?: () => number;
}

/** A request that left, for metrics. */
export interface AnsweredRequest {
  /** Method and path, without ids. */
  readonly route: string;
  /** Null when no answer came. */
  readonly status: number | null;
}

export interface Question<T> {
  readonly route: string;
  readonly guildId: string | null;
  readonly urgency: Urgency;
  readonly isAnswer: (body: unknown) => body is T;
  readonly ask: (rest: REST, options: RequestData) => Promise<unknown>;
}

/** What of a call is needed where its request leaves, behind the library's own lines. */
interface Call {
  readonly key: string;
  readonly question: Pick<Question<unknown>, 'route' | 'guildId' | 'urgency'>;
  hasLeft: boolean;
  limits: number;
}

/** How the last request went: `unknown` before the first. */
export interface DiscordCondition {
  readonly status: 'up' | 'down' | 'unknown';
  readonly code?: string;
}

/** How hard-pressed the bot is, for metrics. */
export interface DiscordPressure {
  /** Requests that wait for their turn, here and not at Discord. */
  readonly waiting: (urgency: Urgency) => number;
  readonly breaker: InvalidRequestBreaker['state'];
  /** Refused requests that are not asked for again for a while. */
  readonly rememberedRefusals: number;
  readonly isUnauthorized: boolean;
  readonly isBlocked: boolean;
}

/**
 * Sends what is asked with the bot token, when it may be sent: in fair turns between guilds and within Discord's limits,
 * and not at all what would only be refused.
 */
export class DiscordDispatch {
  private readonly rest: REST;
  private readonly breaker: InvalidRequestBreaker;
  private readonly budget: DiscordBudget;
  private readonly pause: DiscordPause;
  private readonly refusals: RefusalMemory;
  private readonly lanes = new RouteLanes();
  private readonly calls = new AsyncLocalStorage<Call>();
  private last: DiscordCondition = { status: 'unknown' };
  private answeredAt = 0;
  /** When each guild's requests were last told to slow down. */
  private readonly limitedAt = new Map<string | null, number>();

  constructor(private readonly options: DispatchOptions) {
    this.breaker = options.breaker ?? new InvalidRequestBreaker(options.nowMs);
    this.budget = options.budget ?? new DiscordBudget();
    this.pause = new DiscordPause(options.nowMs, options.onUnauthorized);
    this.refusals = new RefusalMemory(options.nowMs);
    this.rest = new REST({
      api: options.apiUrl.replace(/\/+$/, ''),
      version: '10',
      // The library retries a POST like a GET and at once; second tries are made elsewhere instead, for reads only.
      retries: 0,
      timeout: LIBRARY_TIMEOUT_MS,
      userAgentAppendix: 'PulseTechLMS/1.0',
      offset: (route) => (route === LIST_ROUTE ? LIST_MARGIN_MS : MARGIN_MS),
      rejectOnRateLimit: (limit) => !isShortWait(limit),
      makeRequest: (url, init) => this.send(url, init),
    });
  }

  get condition(): DiscordCondition {
    return this.pause.isUnauthorized ? { status: 'down', code: 'discord_unauthorized' } : this.last;
  }

  get pressure(): DiscordPressure {
    return {
      waiting: (urgency) => this.lanes.waiting(urgency) + this.budget.waiting(urgency),
      breaker: this.breaker.state,
      rememberedRefusals: this.refusals.size,
      isUnauthorized: this.pause.isUnauthorized,
      isBlocked: this.pause.isBlocked,
    };
  }

  /** For when the bot may be allowed more in a guild than before. */
  forgetRefusals(guildId: string): void {
    this.refusals.forgetGuild(guildId);
  }

  /** The answer's body. Throws DiscordFailure. */
  async call<T>(question: Question<T>, patience: Patience): Promise<T> {
    const { route, guildId } = question;
    const call: Call = { key: `${guildId ?? ''} ${route}`, question, hasLeft: false, limits: 0 };
    const startedAt = Date.now();
    const signal = AbortSignal.timeout(Math.ceil(patience.leftMs));
    // The library listens anew at every try, and there may be many within a rate limit.
    setMaxListeners(0, signal);
    try {
      const body = await patience.for(this.ask(call, question, signal), () => this.outOfTime(call, startedAt));
      if (!question.isAnswer(body)) throw new DiscordFailure('discord_unavailable', { status: 200 });
      this.last = { status: 'up' };
      return body;
    } catch (error) {
      // The request may notice that its time is over before we do.
      const isOutOfTime = signal.aborted && !(error instanceof DiscordFailure);
      const failure = isOutOfTime ? this.outOfTime(call, startedAt) : failureOf(error);
      this.learnFrom(failure, call);
      throw failure;
    }
  }

  private async ask(call: Call, question: Question<unknown>, signal: AbortSignal): Promise<unknown> {
    this.assertAllowed(call);
    const leave = await this.lanes.enter(call.key, question.urgency, signal);
    try {
      this.assertAllowed(call);
      // The library forgets the token at the first 401.
      this.rest.setToken(this.options.token);
      return await this.calls.run(call, () => question.ask(this.rest, { signal }));
    } finally {
      leave();
    }
  }

  private assertAllowed({ key, question: { guildId, urgency } }: Call): void {
    this.pause.assertOver();
    this.breaker.assertClosed(guildId);
    this.refusals.assertForgotten(key, urgency);
  }

  private learnFrom(failure: DiscordFailure, { key, hasLeft, question: { route, guildId } }: Call): void {
    // What was refused here says nothing new of Discord.
    if (!hasLeft && failure.code !== 'discord_unavailable') return;
    if (failure.code === 'unknown_member' || failure.code === 'unknown_user') return;
    if (failure.code === 'missing_access') this.refusals.refused(key, guildId);
    const broken = ['discord_unavailable', 'discord_rate_limited', 'discord_unauthorized'].includes(failure.code);
    this.last = broken ? { status: 'down', code: failure.code } : { status: 'up' };
    this.options.onFailure?.(failure, route, guildId);
  }

  private outOfTime({ hasLeft, question: { guildId } }: Call, startedAt: number): DiscordFailure {
    const wasLimited = [guildId, null].some((place) => (this.limitedAt.get(place) ?? 0) >= startedAt);
    // Whoever never had a turn while others were answered waited for the limits that are kept here.
    const waitedForOthers = !hasLeft && this.answeredAt >= startedAt;
    return new DiscordFailure(wasLimited || waitedForOthers ? 'discord_rate_limited' : 'discord_unavailable');
  }

  private async send(...[url, init]: Parameters<RESTOptions['makeRequest']>): ReturnType<RESTOptions['makeRequest']> {
    const call = this.calls.getStore();
    if (!call) throw new Error('Every request belongs to a call.');
    const { guildId, urgency, route } = call.question;
    await this.budget.take({ guildId, urgency }, init.signal ?? undefined);
    // Much may have become known since the call began.
    this.assertAllowed(call);
    const begunAt = this.pause.begin();
    call.hasLeft = true;
    const timeout = AbortSignal.timeout(this.options.timeoutMs);
    const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    let response: Awaited<ReturnType<RESTOptions['makeRequest']>>;
    try {
      response = await DefaultRestOptions.makeRequest(url, { ...init, signal });
    } catch (error) {
      this.options.onRequest?.({ route, status: null });
      throw error;
    }
    const { status, headers } = response;
    this.options.onRequest?.({ route, status });
    this.answeredAt = Date.now();
    this.breaker.note(status, headers.get('x-ratelimit-scope'), guildId);
    this.pause.note(status, (name) => headers.get(name), begunAt);
    if (status < 400) this.refusals.answered(call.key);
    if (status === 429) await this.noteLimit(call, response);
    return response;
  }

  private async noteLimit(call: Call, response: Awaited<ReturnType<RESTOptions['makeRequest']>>): Promise<void> {
    this.limitedAt.set(call.question.guildId, Date.now());
    call.limits += 1;
    if (call.limits < LIMITS_IN_A_ROW) return;
    await response.text();
    const seconds = Number(response.headers.get('retry-after'));
    const wait = Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: seconds * 1000 } : {};
    throw new DiscordFailure('discord_rate_limited', { status: 429, ...wait });
  }
}

/** Waits without a length would be repeated at once and without end. */
function isShortWait(limit: RateLimitData): boolean {
  const wait = Math.max(limit.retryAfter, limit.sublimitTimeout);
  return wait > 0 && wait <= (limit.route === LIST_ROUTE ? LONGEST_LIST_WAIT_MS : LONGEST_RATE_LIMIT_WAIT_MS);
}
