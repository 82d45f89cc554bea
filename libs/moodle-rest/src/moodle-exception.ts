const CORE = 'core\\exception\\';

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
}

export const INVALID_PARAMETER_MESSAGE = 'Invalid parameter value detected';
export const INVALID_RESPONSE_MESSAGE = 'Invalid response value detected';

export class InvalidParameterException extends MoodleException {
  constructor(readonly detail: string) {
    super(`${CORE}invalid_parameter_exception`, 'invalidparameter', INVALID_PARAMETER_MESSAGE, detail);
  }
}

/** The same with its detail in the message, as Moodle writes it when it shows what is meant for developers. */
export function explainedInvalidParameter(detail: string): MoodleException {
  const message = `${INVALID_PARAMETER_MESSAGE} (${detail})`;
  return new MoodleException(`${CORE}invalid_parameter_exception`, 'invalidparameter', message, detail);
}

export class InvalidResponseException extends MoodleException {
  constructor(readonly detail: string) {
    super(`${CORE}invalid_response_exception`, 'invalidresponse', INVALID_RESPONSE_MESSAGE, detail);
  }
}

/** A plain `moodle_exception` with its own code and words. */
export function moodleException(errorcode: string, message: string, debuginfo: string | null = null): MoodleException {
  return new MoodleException(`${CORE}moodle_exception`, errorcode, message, debuginfo);
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

export function unknownFunction(): MoodleException {
  return new MoodleException(
    'dml_missing_record_exception',
    'invalidrecord',
    "Can't find data record in database table external_functions.",
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
