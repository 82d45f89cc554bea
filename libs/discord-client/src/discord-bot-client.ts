import { setMaxListeners } from 'node:events';
import { DefaultRestOptions, REST, type RateLimitData, type RequestData, type RESTOptions } from '@discordjs/rest';
import { isSnowflake } from '@pulsetech/domain';
import type { APIGuild, APIGuildMember, APIRole } from 'discord-api-types/v10';
import { DiscordFailure } from './discord-failure.js';
import { DiscordPause } from './discord-pause.js';
import { failureOf } from './failure-of.js';
import { InvalidRequestBreaker } from './invalid-request-breaker.js';
import { Patience } from './patience.js';
import { isGuild, isMember, isMemberCounts, isMemberList, isRole, isRoleList, isUser } from './answer-shapes.js';

const LONGEST_RATE_LIMIT_WAIT_MS = 5_000;
/** The member list may be read ten times in ten seconds, and is read in the background. */
const LIST_ROUTE = '/guilds/:id/members';
const LONGEST_LIST_WAIT_MS = 12_000;
const LIST_DEADLINE_MS = 40_000;
/**
 * What the library adds, twice, to the time after which a bucket is refilled. Where the list's bucket gives back one
 * request a second, the usual 50 ms would make a walk a tenth longer than it must be.
 */
const MARGIN_MS = 50;
const LIST_MARGIN_MS = 15;
const PAUSE_BEFORE_SECOND_READ_MS = 250;
/** With less time than this left, a second try would only be cut off. */
const SECOND_READ_MS = 500;
/** Most members in one page of the list: https://docs.discord.com/developers/resources/guild#list-guild-members */
export const MEMBERS_PAGE = 1000;

export interface DiscordBotClientOptions {
  readonly token: string;
  /** Base of the API without the version, such as `https://discord.com/api`. */
  readonly apiUrl: string;
  /** Of one request, in milliseconds. */
  readonly timeoutMs?: number;
  /** Of one call with its waits in the queue and a second try, in milliseconds. */
  readonly deadlineMs?: number;
  /** One for everything that leaves from this address. */
  readonly breaker?: InvalidRequestBreaker;
  /** Told of every failure but those about one user who is not there; for the log. `route` has no ids. */
  readonly onFailure?: (failure: DiscordFailure, route: string, guildId: string | null) => void;
  readonly nowMs?: () => number;
}

interface Question<T> {
  readonly route: string;
  readonly guildId: string | null;
  readonly isAnswer: (body: unknown) => body is T;
  readonly ask: (options: RequestData) => Promise<unknown>;
}

/** How the last request went: `unknown` before the first. */
export interface DiscordCondition {
  readonly status: 'up' | 'down' | 'unknown';
  readonly code?: string;
}

/**
 * What this product asks Discord with the bot token. Every failure is a `DiscordFailure`. It alone must hold the token:
 * the library's count of the global limit (50 requests a second) is kept per instance.
 */
export class DiscordBotClient {
  private readonly rest: REST;
  private readonly breaker: InvalidRequestBreaker;
  private readonly pause: DiscordPause;
  private readonly token: string;
  private readonly deadlineMs: number;
  private last: DiscordCondition = { status: 'unknown' };
  /** When each guild's requests were last told to slow down. */
  private readonly limitedAt = new Map<string | null, number>();
  private ownId: string | null = null;

  constructor(private readonly options: DiscordBotClientOptions) {
    this.token = options.token;
    this.deadlineMs = options.deadlineMs ?? 20_000;
    this.breaker = options.breaker ?? new InvalidRequestBreaker(options.nowMs);
    this.pause = new DiscordPause(options.nowMs);
    this.rest = new REST({
      api: options.apiUrl.replace(/\/+$/, ''),
      version: '10',
      // The library retries a POST like a GET and at once; second tries are made here instead, for reads only.
      retries: 0,
      timeout: options.timeoutMs ?? 10_000,
      userAgentAppendix: 'PulseTechLMS/1.0',
      offset: (route) => (route === LIST_ROUTE ? LIST_MARGIN_MS : MARGIN_MS),
      rejectOnRateLimit: (limit) => !isShortWait(limit),
      makeRequest: (url, init) => this.send(url, init),
    });
  }

  get condition(): DiscordCondition {
    return this.last;
  }

  /** The guild with `approximate_member_count`. Throws `guild_unreadable` when the bot is not in it. */
  async guild(guildId: string): Promise<APIGuild> {
    const query = new URLSearchParams({ with_counts: 'true' });
    return this.read(`/guilds/${snowflake(guildId)}`, guildId, isGuild, query);
  }

  async roles(guildId: string): Promise<APIRole[]> {
    return this.read(`/guilds/${snowflake(guildId)}/roles`, guildId, isRoleList);
  }

  /** How many members hold each role of the guild, by role id; @everyone is not counted. */
  async memberCounts(guildId: string): Promise<ReadonlyMap<string, number>> {
    const counts = await this.read(`/guilds/${snowflake(guildId)}/roles/member-counts`, guildId, isMemberCounts);
    return new Map(Object.entries(counts));
  }

  /** The user that the bot is; asked for once. */
  async ownUserId(): Promise<string> {
    this.ownId ??= (await this.read('/users/@me', null, isUser)).id;
    return this.ownId;
  }

  /**
   * Creates a role without any permission; Discord's default would be those of @everyone. Sent once: after
   * `discord_unavailable` the role may exist all the same.
   */
  async createRole(guildId: string, name: string, auditReason: string): Promise<APIRole> {
    const path = `/guilds/${snowflake(guildId)}/roles` as const;
    const request: RequestData = { body: { name, permissions: '0' }, reason: auditReason };
    const ask = (options: RequestData): Promise<unknown> => this.rest.post(path, { ...request, ...options });
    const question = { route: routeOf('POST', path), guildId, isAnswer: isRole, ask };
    return this.call(question, new Patience(this.deadlineMs));
  }

  /** Throws `unknown_member` or `unknown_user` when Discord says so. */
  async member(guildId: string, userId: string, deadlineMs?: number): Promise<APIGuildMember> {
    const path = `/guilds/${snowflake(guildId)}/members/${snowflake(userId)}` as const;
    return this.read(path, guildId, isMember, undefined, deadlineMs);
  }

  /** A page of members with ids above `after` ('0' for the first), ascending; the last page is shorter than `limit`. */
  async members(
    guildId: string,
    page: { after: string; limit?: number; deadlineMs?: number },
  ): Promise<APIGuildMember[]> {
    const query = new URLSearchParams({ limit: String(page.limit ?? MEMBERS_PAGE), after: page.after });
    const path = `/guilds/${snowflake(guildId)}/members` as const;
    return this.read(path, guildId, isMemberList, query, page.deadlineMs ?? LIST_DEADLINE_MS);
  }

  private async read<T>(
    path: `/${string}`,
    guildId: string | null,
    isAnswer: (body: unknown) => body is T,
    query?: URLSearchParams,
    deadlineMs = this.deadlineMs,
  ): Promise<T> {
    const ask = (options: RequestData): Promise<unknown> =>
      this.rest.get(path, { ...(query ? { query } : {}), ...options });
    const question = { route: routeOf('GET', path), guildId, isAnswer, ask };
    const patience = new Patience(deadlineMs);
    try {
      return await this.call(question, patience);
    } catch (error) {
      const again = error instanceof DiscordFailure && error.code === 'discord_unavailable';
      if (!again || patience.leftMs < SECOND_READ_MS) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_BEFORE_SECOND_READ_MS));
      return this.call(question, patience);
    }
  }

  private async call<T>({ route, guildId, isAnswer, ask }: Question<T>, patience: Patience): Promise<T> {
    const startedAt = Date.now();
    const signal = AbortSignal.timeout(Math.ceil(patience.leftMs));
    try {
      this.pause.assertOver();
      this.breaker.assertClosed(guildId);
      // The library forgets the token at the first 401.
      this.rest.setToken(this.token);
      // The library listens anew at every try, and there may be many within a rate limit.
      setMaxListeners(0, signal);
      const answer = ask({ signal });
      const body = await patience.for(answer, () => this.outOfTime(guildId, startedAt));
      if (!isAnswer(body)) throw new DiscordFailure('discord_unavailable', { status: 200 });
      this.last = { status: 'up' };
      return body;
    } catch (error) {
      // The request may notice that its time is over before we do.
      const outOfTime = signal.aborted && !(error instanceof DiscordFailure);
      const failure = outOfTime ? this.outOfTime(guildId, startedAt) : failureOf(error);
      if (failure.code === 'unknown_member' || failure.code === 'unknown_user') throw failure;
      const broken = ['discord_unavailable', 'discord_rate_limited', 'discord_unauthorized'].includes(failure.code);
      this.last = broken ? { status: 'down', code: failure.code } : { status: 'up' };
      this.options.onFailure?.(failure, route, guildId);
      throw failure;
    }
  }

  private outOfTime(guildId: string | null, startedAt: number): DiscordFailure {
    const wasLimited = [guildId, null].some((place) => (this.limitedAt.get(place) ?? 0) >= startedAt);
    return new DiscordFailure(wasLimited ? 'discord_rate_limited' : 'discord_unavailable');
  }

  private async send(...[url, init]: Parameters<RESTOptions['makeRequest']>): ReturnType<RESTOptions['makeRequest']> {
    const response = await DefaultRestOptions.makeRequest(url, init);
    this.breaker.note(response.status, response.headers.get('x-ratelimit-scope'), guildIn(url));
    if (response.status === 429) this.limitedAt.set(guildIn(url), Date.now());
    this.pause.note(response.status, (name) => response.headers.get(name));
    return response;
  }
}

/** Waits without a length would be repeated at once and without end. */
function isShortWait(limit: RateLimitData): boolean {
  const wait = Math.max(limit.retryAfter, limit.sublimitTimeout);
  return wait > 0 && wait <= (limit.route === LIST_ROUTE ? LONGEST_LIST_WAIT_MS : LONGEST_RATE_LIMIT_WAIT_MS);
}

function guildIn(url: string): string | null {
  return /\/guilds\/(\d+)/.exec(url)?.[1] ?? null;
}

function routeOf(method: string, path: string): string {
  return `${method} ${path.replace(/\d{17,20}/g, ':id')}`;
}

function snowflake(id: string): string {
  if (!isSnowflake(id)) throw new DiscordFailure('invalid_request');
  return id;
}
