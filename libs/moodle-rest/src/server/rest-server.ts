import { cleanReturnValue } from '../description/clean-return-value.js';
import { validateParameters } from '../description/validate-parameters.js';
import {
  arrayForString,
  bodyTooLarge,
  explainedInvalidParameter,
  functionNotAllowed,
  InvalidParameterException,
  invalidToken,
  MoodleException,
  requiredCapability,
  switchedOff,
  tooManyVariables,
  unknownFunction,
} from '../moodle-exception.js';
import { PhpArray, type PhpValue } from '../php/php-array.js';
import { TooManyVariablesError } from '../php/variable-budget.js';
import type { CallOrigin, DebugMode, ServiceState } from './call-context.js';
import type { MoodleFunction } from './function.js';
import { exceptionReply } from './exception-reply.js';
import { CLOSED_REPLY, resultReply, type RestReply } from './rest-reply.js';
import { readVariables, toCall, type RawRequest, type RestCall, type RestFormat } from './rest-request.js';
import { sentToken } from './sent-token.js';

/** Longest token and function name that are looked up, in characters; nothing that exists comes near it. */
const MAX_NAME = 256;

const NOT_WHOLE =
  'Part of the request could not be read, so nothing of it was done. Send each parameter once, in the query or in the ' +
  'body of a POST request of type application/x-www-form-urlencoded or multipart/form-data, and no files.';

/** What the server must be told by the application around it. */
export interface RestServerOptions<Caller> {
  readonly functions: readonly MoodleFunction<Caller>[];
  /** Asked before each call, so it must be quick. */
  readonly state: () => Promise<ServiceState>;
  /**
   * Asked of each call before it is read, since reading costs more than anything else that nobody in particular can ask
   * for; so it must be quick. `token` is what seems to be sent as one, unproved; null for none that could be one. Throws
   * MoodleException to refuse, e.g. TooManyCallsException.
   */
  readonly admit?: (token: string | null, origin: CallOrigin) => Promise<void>;
  /**
   * Who calls. Throws MoodleException when the token is unknown (`invalidToken()`) or its owner may not use the web
   * service. Trailing spaces of tokens are ignored, as Moodle's database does; capital letters count, unlike there.
   */
  readonly authenticate: (token: string, origin: CallOrigin) => Promise<Caller>;
  /** Whether the declared function is one of those that the caller's token is for. */
  readonly mayCall: (caller: Caller, functionName: string) => boolean;
  readonly hasCapability: (caller: Caller, capability: string) => boolean | Promise<boolean>;
  /** Turns a failure that is no MoodleException into one for the caller, and records it. */
  readonly onFailure: (error: unknown) => MoodleException;
  /** Told of every call that was answered while the service is open. */
  readonly onServed?: (call: ServedCall<Caller>) => void;
}

/** What an answered call was, for the log. */
export interface ServedCall<Caller> {
  /** Null when no function of that name is declared. */
  readonly functionName: string | null;
  /** Null when it was refused before the caller was known. */
  readonly caller: Caller | null;
  /** What was answered instead of a result. Its `debuginfo` may quote what was sent. */
  readonly exception: MoodleException | null;
  readonly milliseconds: number;
  readonly address: string;
}

/** What is known so far of a call that is being answered. */
interface CallInProgress<Caller> {
  functionName: string | null;
  caller: Caller | null;
}

/** Moodle's REST server: one call in, one answer out, whatever happens. */
export class RestServer<Caller> {
  private readonly functions: ReadonlyMap<string, MoodleFunction<Caller>>;

  constructor(private readonly options: RestServerOptions<Caller>) {
    this.functions = new Map(options.functions.map((declared) => [declared.name, declared]));
  }

  async handle(request: RawRequest): Promise<RestReply> {
    const startedAt = performance.now();
    const progress: CallInProgress<Caller> = { functionName: null, caller: null };
    let format: RestFormat | null = null;
    let exception: MoodleException | null = null;
    let debug: DebugMode = 'off';
    try {
      const state = await this.options.state();
      if (!state.open) {
        exception = switchedOff();
        return CLOSED_REPLY;
      }
      debug = state.debug;
      await this.options.admit?.(knowableToken(sentToken(request)), { address: request.address });
      const variables = readVariables(request);
      // A setting that is an array is refused before Moodle reads the format.
      format = 'xml';
      const call = toCall(variables, request.bearer);
      format = call.format;
      return await this.answer(call, { address: request.address }, progress);
    } catch (error) {
      exception = refusalOf(error) ?? this.options.onFailure(error);
      return exceptionReply(format ?? formatAskedFor(request), exception, debug);
    } finally {
      const milliseconds = performance.now() - startedAt;
      this.options.onServed?.({ ...progress, exception, milliseconds, address: request.address });
    }
  }

  private async answer(call: RestCall, origin: CallOrigin, progress: CallInProgress<Caller>): Promise<RestReply> {
    const { format, token, functionName, parameters, settings, isWhole } = call;
    progress.functionName = this.declared(functionName)?.name ?? null;
    const caller = await this.options.authenticate(tokenOf(token), origin);
    progress.caller = caller;
    const called = this.functionOf(functionName);
    if (!this.options.mayCall(caller, called.name)) throw functionNotAllowed(String(functionName));
    const input = validateParameters(called.parameters, parameters);
    if (called.needsWholeRequest === true && !isWhole) throw explainedInvalidParameter(NOT_WHOLE);
    const { capability } = called;
    if (capability !== null && !(await this.options.hasCapability(caller, capability.name))) {
      throw requiredCapability(capability.title);
    }
    // What each handler takes is lost in the map of all functions; that it is this, the validation above made sure.
    const result: unknown = await called.handler(input as never, caller, { settings, origin });
    const clean = called.returns === null ? null : cleanReturnValue(called.returns, result);
    return resultReply(format, called.returns, clean);
  }

  private functionOf(name: PhpValue | null): MoodleFunction<Caller> {
    if (name === null || isPhpEmpty(name)) throw new InvalidParameterException('Missing function name');
    if (name instanceof PhpArray) throw arrayForString();
    const called = this.declared(name);
    if (called === undefined) throw unknownFunction(name);
    return called;
  }

  private declared(name: PhpValue | null): MoodleFunction<Caller> | undefined {
    return typeof name !== 'string' || name.length > MAX_NAME ? undefined : this.functions.get(foldCase(name));
  }
}

/** PHP's `empty`. */
function isPhpEmpty(value: PhpValue): boolean {
  return value === '' || value === '0';
}

function refusalOf(error: unknown): MoodleException | null {
  if (error instanceof MoodleException) return error;
  return error instanceof TooManyVariablesError ? tooManyVariables(error.limit) : null;
}

/** The answer to a body that is larger than the server reads. */
export function bodyTooLargeReply(query: string, limitBytes: number): RestReply {
  return exceptionReply(formatOfPairs(query), bodyTooLarge(limitBytes), 'off');
}

/** The format of a call that cannot be read whole. */
function formatAskedFor({ query, body }: RawRequest): RestFormat {
  if (formatOfPairs(query) === 'json') return 'json';
  const form = body.toString('latin1');
  return JSON_IN_PART.test(form) ? 'json' : formatOfPairs(form);
}

const JSON_IN_PART = /name="?moodlewsrestformat"?\r\n\r\njson\r\n/;

function formatOfPairs(encoded: string): RestFormat {
  return /(?:^|&)moodlewsrestformat=json(?:&|$)/.test(encoded) ? 'json' : 'xml';
}

function tokenOf(token: PhpValue | null): string {
  if (token === null || token === '') throw invalidToken();
  if (token instanceof PhpArray) throw arrayForString();
  if (token.length > MAX_NAME) throw invalidToken();
  return withoutTrailingSpaces(token);
}

/** How MariaDB's collation compares the ASCII names that exist. */
function foldCase(text: string): string {
  return withoutTrailingSpaces(text).toLowerCase();
}

/** Null for what cannot be anybody's token. */
function knowableToken(token: string | null): string | null {
  return token !== null && token.length <= MAX_NAME ? withoutTrailingSpaces(token) : null;
}

function withoutTrailingSpaces(text: string): string {
  let end = text.length;
  while (text[end - 1] === ' ') end -= 1;
  return end === text.length ? text : text.slice(0, end);
}
