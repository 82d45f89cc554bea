import type { REST, RequestData } from '@discordjs/rest';
import { isSnowflake } from '@pulsetech/domain';
import type {
  APIApplicationCommand,
  APIGuild,
  APIGuildMember,
  APIRole,
  RESTPutAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import {
  isCommandList,
  isGuild,
  isMember,
  isMemberCounts,
  isMemberList,
  isRole,
  isRoleList,
  isUser,
} from './answer-shapes.js';
import type { DiscordBudget } from './discord-budget.js';
import {
  DiscordDispatch,
  type AnsweredRequest,
  type DiscordCondition,
  type DiscordPressure,
  type Question,
} from './discord-dispatch.js';
import { DiscordFailure } from './discord-failure.js';
import type { Urgency } from './fair-turns.js';
import type { InvalidRequestBreaker } from './invalid-request-breaker.js';
import { Patience } from './patience.js';

const TIMEOUT_MS = 10_000;
const LIST_DEADLINE_MS = 40_000;
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
  /** Of this bot, over all its guilds. */
  readonly budget?: DiscordBudget;
  /** Told of every failure but those about one user who is not there; for the log. `route` has no ids. */
  readonly onFailure?: (failure: DiscordFailure, route: string, guildId: string | null) => void;
  /** Told once when Discord no longer accepts the token. */
  readonly onUnauthorized?: () => void;
  /** Told of every request that left. */
  readonly onRequest?: (request: AnsweredRequest) => void;
  readonly nowMs?: () => number;
}

/** How long a read may take in all, in milliseconds, and how much it matters. */
export interface ReadOptions {
  readonly deadlineMs?: number | undefined;
  readonly urgency?: Urgency;
}

/**
 * What this product asks Discord with the bot token. Every failure is a `DiscordFailure`. It alone must hold the token:
 * the limit of 50 requests a second is kept per instance.
 */
export class DiscordBotClient {
  private readonly dispatch: DiscordDispatch;
  private readonly deadlineMs: number;
  private ownId: string | null = null;

  constructor(options: DiscordBotClientOptions) {
    this.deadlineMs = options.deadlineMs ?? 20_000;
    this.dispatch = new DiscordDispatch({ ...options, timeoutMs: options.timeoutMs ?? TIMEOUT_MS });
  }

  get condition(): DiscordCondition {
    return this.dispatch.condition;
  }

  get pressure(): DiscordPressure {
    return this.dispatch.pressure;
  }

  /** Call it when roles or rights of the bot may have changed in the guild: what was refused may be allowed now. */
  forgetRefusals(guildId: string): void {
    this.dispatch.forgetRefusals(guildId);
  }

  /** The guild with `approximate_member_count`. Throws `guild_unreadable` when the bot is not in it. */
  async guild(guildId: string): Promise<APIGuild> {
    const query = new URLSearchParams({ with_counts: 'true' });
    return this.read(`/guilds/${snowflake(guildId)}`, guildId, isGuild, { query });
  }

  async roles(guildId: string): Promise<APIRole[]> {
    return this.read(`/guilds/${snowflake(guildId)}/roles`, guildId, isRoleList);
  }

  /** How many members hold each role of the guild, by role id; @everyone is not counted. */
  async memberCounts(guildId: string): Promise<ReadonlyMap<string, number>> {
    const path = `/guilds/${snowflake(guildId)}/roles/member-counts` as const;
    const counts = await this.read(path, guildId, isMemberCounts, { urgency: 'bulk' });
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
    const ask = (rest: REST, options: RequestData): Promise<unknown> => rest.post(path, { ...request, ...options });
    const route = routeOf('POST', path);
    return this.dispatch.call({ route, guildId, urgency: 'person', isAnswer: isRole, ask }, this.patience());
  }

  /** The commands of the application that stand in every guild, with their names in all languages. */
  async commands(applicationId: string): Promise<APIApplicationCommand[]> {
    const query = new URLSearchParams({ with_localizations: 'true' });
    return this.read(`/applications/${snowflake(applicationId)}/commands`, null, isCommandList, { query });
  }

  /** Whatever stood there before is replaced; the same once more changes nothing. */
  async replaceCommands(applicationId: string, commands: RESTPutAPIApplicationCommandsJSONBody): Promise<void> {
    const path = `/applications/${snowflake(applicationId)}/commands` as const;
    const ask = (rest: REST, options: RequestData): Promise<unknown> => rest.put(path, { body: commands, ...options });
    const route = routeOf('PUT', path);
    await this.dispatch.call({ route, guildId: null, urgency: 'bulk', isAnswer: isCommandList, ask }, this.patience());
  }

  /** Throws `unknown_member` or `unknown_user` when Discord says so. */
  async member(guildId: string, userId: string, options: ReadOptions = {}): Promise<APIGuildMember> {
    const path = `/guilds/${snowflake(guildId)}/members/${snowflake(userId)}` as const;
    return this.read(path, guildId, isMember, options);
  }

  /** A page of members with ids above `after` ('0' for the first), ascending; the last page is shorter than `limit`. */
  async members(
    guildId: string,
    page: { after: string; limit?: number; deadlineMs?: number },
  ): Promise<APIGuildMember[]> {
    const query = new URLSearchParams({ limit: String(page.limit ?? MEMBERS_PAGE), after: page.after });
    const path = `/guilds/${snowflake(guildId)}/members` as const;
    const deadlineMs = page.deadlineMs ?? LIST_DEADLINE_MS;
    return this.read(path, guildId, isMemberList, { query, deadlineMs, urgency: 'bulk' });
  }

  private async read<T>(
    path: `/${string}`,
    guildId: string | null,
    isAnswer: (body: unknown) => body is T,
    { query, deadlineMs, urgency = 'person' }: ReadOptions & { readonly query?: URLSearchParams } = {},
  ): Promise<T> {
    const ask = (rest: REST, options: RequestData): Promise<unknown> =>
      rest.get(path, { ...(query ? { query } : {}), ...options });
    const question: Question<T> = { route: routeOf('GET', path), guildId, urgency, isAnswer, ask };
    const patience = this.patience(deadlineMs);
    try {
      return await this.dispatch.call(question, patience);
    } catch (error) {
      const again = error instanceof DiscordFailure && error.code === 'discord_unavailable';
      if (!again || patience.leftMs < SECOND_READ_MS) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_BEFORE_SECOND_READ_MS));
      return this.dispatch.call(question, patience);
    }
  }

  private patience(ms = this.deadlineMs): Patience {
    return new Patience(ms);
  }
}

function routeOf(method: string, path: string): string {
  return `${method} ${path.replace(/\d{17,20}/g, ':id')}`;
}

function snowflake(id: string): string {
  if (!isSnowflake(id)) throw new DiscordFailure('invalid_request');
  return id;
}
