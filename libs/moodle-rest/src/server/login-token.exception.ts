import { WEB_SERVICES_OFF } from '../moodle-exception.js';

/** A refusal of `login/token.php`, with the words that Moodle has for it. */
export class LoginTokenException extends Error {
  constructor(
    readonly errorcode: string,
    message: string,
  ) {
    super(message);
  }
}

/** The same for a wrong password and for everybody who may not log in, so that nobody can tell them apart. */
export function invalidLogin(): LoginTokenException {
  return new LoginTokenException('invalidlogin', 'Invalid login, please try again');
}

/** There is no such service; told only after the password was right. */
export function serviceNotAvailable(): LoginTokenException {
  return new LoginTokenException(
    'servicenotavailable',
    "Web service is not available. (It doesn't exist or might be disabled.)",
  );
}

/** The person may not make a token; `service` is its short name. */
export function cannotCreateToken(service: string): LoginTokenException {
  return new LoginTokenException(
    'cannotcreatetoken',
    `No permission to create web service token for the service ${service}.`,
  );
}

export function userNotConfirmed(username: string): LoginTokenException {
  return new LoginTokenException('usernotconfirmed', `Could not confirm ${username}`);
}

/** A browser sent the request for a page of another site; told before name and password are looked at. */
export function requestOfOtherSite(): LoginTokenException {
  return new LoginTokenException(
    'crosssiterequest',
    'A page of another site may not ask for a token through a visitor’s browser. Ask from a server or an app instead.',
  );
}

export function missingParameter(name: string): LoginTokenException {
  return new LoginTokenException('missingparam', `A required parameter (${name}) was missing`);
}

export function webServicesOff(): LoginTokenException {
  return new LoginTokenException('enablewsdescription', WEB_SERVICES_OFF);
}
