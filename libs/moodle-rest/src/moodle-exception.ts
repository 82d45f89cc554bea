const CORE = 'core\\exception\\';

/**
 * An exception as Moodle's REST server reports it. `debuginfo` is what Moodle shows to developers only; it is kept for
 * the log and never sent.
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

export function settingIsArray(): MoodleException {
  return new MoodleException(
    `${CORE}coding_exception`,
    'codingerror',
    'Coding error detected, it must be fixed by a programmer: clean() can not process arrays, please use clean_array() instead.',
  );
}
