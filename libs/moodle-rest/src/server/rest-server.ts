import { cleanReturnValue } from '../description/clean-return-value.js';
import { validateParameters } from '../description/validate-parameters.js';
import {
  arrayForString,
  explainedInvalidParameter,
  InvalidParameterException,
  invalidToken,
  MoodleException,
  moodleException,
  requiredCapability,
  unknownFunction,
} from '../moodle-exception.js';
import { PhpArray, type PhpValue } from '../php/php-array.js';
import { TooManyVariablesError } from '../php/variable-budget.js';
import type { MoodleFunction } from './function.js';
import { exceptionReply, resultReply, type RestReply } from './rest-reply.js';
import { readVariables, toCall, type RawRequest, type RestCall, type RestFormat } from './rest-request.js';

/** Longest token and function name that are looked up, in characters; nothing that exists comes near it. */
const MAX_NAME = 256;

const NOT_WHOLE =
  'Part of the request could not be read, so nothing of it was done. Send each parameter once, in the query or in the ' +
  'body of a POST request of type application/x-www-form-urlencoded or multipart/form-data, and no files.';

/** What the server must be told by the application around it. */
export interface RestServerOptions<Caller> {
  readonly functions: readonly MoodleFunction<Caller>[];
  /**
   * Who calls. Throws MoodleException when the token is unknown (`invalidToken()`) or its owner may not use the web
   * service. Tokens are compared in lower case and without trailing spaces, as Moodle's database does.
   */
  readonly authenticate: (token: string) => Promise<Caller>;
  readonly hasCapability: (caller: Caller, capability: string) => boolean | Promise<boolean>;
  /** Turns a failure that is no MoodleException into one for the caller, and records it. */
  readonly onFailure: (error: unknown) => MoodleException;
  /** Told of every refusal; `debuginfo` says what Moodle tells to developers only, and may quote what was sent. */
  readonly onRefusal?: (exception: MoodleException) => void;
}

/** Moodle's REST server: one call in, one answer out, whatever happens. */
export class RestServer<Caller> {
  private readonly functions: ReadonlyMap<string, MoodleFunction<Caller>>;

  constructor(private readonly options: RestServerOptions<Caller>) {
    this.functions = new Map(options.functions.map((declared) => [declared.name, declared]));
  }

  async handle(request: RawRequest): Promise<RestReply> {
    let format: RestFormat = formatOfQuery(request.query);
    try {
      const variables = readVariables(request);
      format = 'xml';
      const call = toCall(variables, request.bearer);
      format = call.format;
      return await this.answer(call);
    } catch (error) {
      return exceptionReply(format, this.exceptionOf(error));
    }
  }

  private async answer({ format, token, functionName, parameters, isWhole }: RestCall): Promise<RestReply> {
    const caller = await this.options.authenticate(tokenOf(token));
    const called = this.functionOf(functionName);
    if (called.needsWholeRequest === true && !isWhole) throw explainedInvalidParameter(NOT_WHOLE);
    const input = validateParameters(called.parameters, parameters);
    const { capability } = called;
    if (capability !== null && !(await this.options.hasCapability(caller, capability.name))) {
      throw requiredCapability(capability.title);
    }
    const result: unknown = await called.handler(input as never, caller);
    const clean = called.returns === null ? null : cleanReturnValue(called.returns, result);
    return resultReply(format, called.returns, clean);
  }

  private functionOf(name: PhpValue | null): MoodleFunction<Caller> {
    if (name === null || name === '') throw new InvalidParameterException('Missing function name');
    if (name instanceof PhpArray) throw arrayForString();
    const called = name.length > MAX_NAME ? undefined : this.functions.get(foldCase(name));
    if (called === undefined) throw unknownFunction();
    return called;
  }

  private exceptionOf(error: unknown): MoodleException {
    const refusal = refusalOf(error);
    if (refusal === null) return this.options.onFailure(error);
    this.options.onRefusal?.(refusal);
    return refusal;
  }
}

function refusalOf(error: unknown): MoodleException | null {
  if (error instanceof MoodleException) return error;
  if (!(error instanceof TooManyVariablesError)) return null;
  const message = `The request has more than ${error.limit} variables, and nothing of it was done. Send fewer in one call.`;
  return moodleException('toomanyvariables', message);
}

/** The answer to a body that is larger than the server reads. */
export function bodyTooLargeReply(query: string, limitBytes: number): RestReply {
  const message = `The request body is larger than ${limitBytes} bytes, and nothing of it was done. Send less in one call.`;
  return exceptionReply(formatOfQuery(query), moodleException('requesttoolarge', message));
}

function formatOfQuery(query: string): RestFormat {
  return /(?:^|&)moodlewsrestformat=json(?:&|$)/.test(query) ? 'json' : 'xml';
}

function tokenOf(token: PhpValue | null): string {
  if (token === null || token === '') throw invalidToken();
  if (token instanceof PhpArray) throw arrayForString();
  if (token.length > MAX_NAME) throw invalidToken();
  return foldCase(token);
}

/** How MariaDB's collation compares the ASCII names and tokens that exist. */
function foldCase(text: string): string {
  let end = text.length;
  while (text[end - 1] === ' ') end -= 1;
  return text.slice(0, end).toLowerCase();
}
