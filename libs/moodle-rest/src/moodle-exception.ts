import { phpExport } from './php/encoding.js';
import type { DebugMode } from './server/call-context.js';

const CORE = 'core\\exception\\';

/** What callers are told of an exception. */
export interface ToldException {
  readonly message: string;
  /** Null where there is none, or none is told. */
  readonly debuginfo: string | null;
}

/**
 * An exception as Moodle's REST server reports it. `debuginfo` is what Moodle shows to developers: it is sent only when
 * the site's debugging is on.
 */
export class MoodleException extends Error {
  constructor(
    /** Name of the PHP class, e.g. `core\exception\moodle_exception`. */
    readonly exception: string,
    /** Null for errors of PHP itself, which carry none. */
    readonly errorcode: string | null,
    message: string,
    readonly debuginfo: string | null = null,
  ) {
    super(message);
  }

  /** What callers are told in this mode. */
  told(debug: DebugMode): ToldException {
    const { message, debuginfo } = this;
    if (debug === 'off') return { message, debuginfo: null };
    return { message: debug === 'display' ? withDebuginfo(message, debuginfo) : message, debuginfo };
  }
}

function withDebuginfo(message: string, debuginfo: string | null): string {
  return debuginfo === null || debuginfo === '' || debuginfo === '0' ? message : `${message} (${debuginfo})`;
}

const INVALID_VALUE = {
  parameter: {
    exception: `${CORE}invalid_parameter_exception`,
    errorcode: 'invalidparameter',
    message: 'Invalid parameter value detected',
  },
  response: {
    exception: `${CORE}invalid_response_exception`,
    errorcode: 'invalidresponse',
    message: 'Invalid response value detected',
  },
} as const;

/** What Moodle says of a value that breaks its description. On its way out of a structure it gains the key of each level. */
export class InvalidValueException extends MoodleException {
  constructor(
    private readonly of: keyof typeof INVALID_VALUE,
    private readonly detail: string,
    /** Keys from the outermost to the value. */
    private readonly path: readonly string[] = [],
  ) {
    const { exception, errorcode, message } = INVALID_VALUE[of];
    super(exception, errorcode, message, nestedDetail('developer', message, path, detail));
  }

  override told(debug: DebugMode): ToldException {
    if (debug !== 'display') return super.told(debug);
    const debuginfo = nestedDetail('display', this.message, this.path, this.detail);
    return { message: withDebuginfo(this.message, debuginfo), debuginfo };
  }

  /** The same of a value that lies within this key. */
  within(key: string): InvalidValueException {
    return new InvalidValueException(this.of, this.detail, [key, ...this.path]);
  }
}

/** Each level repeats the message of the level below, which on display has that level's details in it already. */
function nestedDetail(debug: DebugMode, message: string, path: readonly string[], detail: string): string {
  return path.reduceRight((inner, key) => {
    const said = debug === 'display' ? withDebuginfo(message, inner) : message;
    return `${key} => ${said}: ${inner}`;
  }, detail);
}

export class InvalidParameterException extends InvalidValueException {
  constructor(detail: string) {
    super('parameter', detail);
  }
}

export class InvalidResponseException extends InvalidValueException {
  constructor(detail: string) {
    super('response', detail);
  }
}

/** The same with its detail in the message, as Moodle writes it when it shows what is meant for developers. */
export function explainedInvalidParameter(detail: string): MoodleException {
  const { exception, errorcode, message } = INVALID_VALUE.parameter;
  return new MoodleException(exception, errorcode, `${message} (${detail})`);
}

/** A plain `moodle_exception` with its own code and words. */
export function moodleException(errorcode: string, message: string, debuginfo: string | null = null): MoodleException {
  return new MoodleException(`${CORE}moodle_exception`, errorcode, message, debuginfo);
}

/** Also the words of `login/token.php`. */
export const WEB_SERVICES_OFF = 'Web services must be enabled in Advanced features.';

/** Web services are switched off: callers get an empty answer, and this is what the log says. */
export function switchedOff(): MoodleException {
  return moodleException('enablewsdescription', WEB_SERVICES_OFF);
}

export function invalidToken(): MoodleException {
  return moodleException('invalidtoken', 'Invalid token - token not found');
}

/** The owner of the token may not use the REST protocol, or not this function. */
export function accessException(debuginfo: string): MoodleException {
  return new MoodleException('webservice_access_exception', 'accessexception', 'Access control exception', debuginfo);
}

export function userSuspended(username: string): MoodleException {
  return moodleException('wsaccessusersuspended', `Refused web service access for suspended username: ${username}`);
}

/** `capabilityName` is the capability in words, e.g. `View role mappings`. */
export function requiredCapability(capabilityName: string): MoodleException {
  return new MoodleException(
    `${CORE}required_capability_exception`,
    'nopermissions',
    `Sorry, but you do not currently have permissions to do that (${capabilityName}).`,
  );
}

/** The token was valid once. Moodle forgets it now: the next call is told `invalidToken()`. */
export function tokenExpired(): MoodleException {
  return accessException('Invalid token - token expired - check validuntil time for the token');
}

/** The token may not be used from where the call came. */
export function addressNotAllowed(address: string): MoodleException {
  return accessException(`Invalid service - IP:${address} is not supported - check this allowed user`);
}

/** The owner of the token may not use the REST protocol. */
export function restNotAllowed(): MoodleException {
  return accessException('You are not allowed to use the rest protocol (missing capability: webservice/rest:use)');
}

/** The function is declared, but is not among those of the token. */
export function functionNotAllowed(functionName: string): MoodleException {
  return accessException(`Access to the function ${functionName}() is not allowed.\n${NOT_ALLOWED_REASONS}`);
}

const INDENT = ' '.repeat(21);
const NOT_ALLOWED_REASONS = [
  'There could be multiple reasons for this:',
  '1. The service linked to the user token does not contain the function.',
  '2. The service is user-restricted and the user is not listed.',
  '3. The service is IP-restricted and the user IP is not listed.',
  '4. The service is time-restricted and the time has expired.',
  '5. The token is time-restricted and the time has expired.',
  '6. The service requires a specific capability which the user does not have.',
  '7. The function is called with username/password (no user token is sent)',
  'and none of the services has the function to allow the user.',
  'These settings can be found in Administration > Site administration',
  '> Server > Web services > External services and Manage tokens.',
]
  .map((line) => `${INDENT}${line}`)
  .join('\n');

const DATABASE_DOWN =
  '<p>Error: Database connection failed</p>\n' +
  '<p>It is possible that the database is overloaded or otherwise not running properly.</p>\n' +
  '<p>The site administrator should also check that the database details have been correctly specified in config.php</p>';

export function databaseDown(): MoodleException {
  return new MoodleException('dml_connection_exception', 'dbconnectionfailed', DATABASE_DOWN);
}

/** More calls than the application allows; HTTP 429 with `Retry-After`. */
export class TooManyCallsException extends MoodleException {
  constructor(readonly retryAfterSeconds: number) {
    const message = `Too many calls, and nothing of this one was done. Wait ${retryAfterSeconds} seconds and call again.`;
    super(`${CORE}moodle_exception`, 'toomanycalls', message);
  }
}

/** Moodle shows developers the statement that found nothing, with the name as PHP writes it. */
export function unknownFunction(functionName: string): MoodleException {
  return new MoodleException(
    'dml_missing_record_exception',
    'invalidrecord',
    "Can't find data record in database table external_functions.",
    `SELECT * FROM {external_functions} WHERE name = ?\n[array (\n  0 => ${phpExport(functionName)},\n)]`,
  );
}

/** What PHP says when an array arrives where the database expects a string. */
export function arrayForString(): MoodleException {
  return new MoodleException(
    'TypeError',
    null,
    'mysqli::real_escape_string(): Argument #1 ($string) must be of type string, array given',
  );
}

/** What Moodle says when an array arrives where its own scripts expect a text. */
export function arrayForScalar(): MoodleException {
  return new MoodleException(
    `${CORE}coding_exception`,
    'codingerror',
    'Coding error detected, it must be fixed by a programmer: clean() can not process arrays, please use clean_array() instead.',
  );
}

/** Not Moodle's: it would silently leave out the rest. */
export function tooManyVariables(limit: number): MoodleException {
  const message = `The request has more than ${limit} variables, and nothing of it was done. Send fewer in one call.`;
  return moodleException('toomanyvariables', message);
}

/** Not Moodle's: it would silently leave out the body. */
export function bodyTooLarge(limitBytes: number): MoodleException {
  const message = `The request body is larger than ${limitBytes} bytes, and nothing of it was done. Send less in one call.`;
  return moodleException('requesttoolarge', message);
}
