import type { WebserviceErrorDto } from '@pulsetech/contracts';

const TOO_MANY_VARIABLES: WebserviceErrorDto = {
  errorcode: 'toomanyvariables',
  means: 'The query or the form has more variables than the site reads. Nothing was done.',
  toDo: 'Send fewer in one call.',
};

const REQUEST_TOO_LARGE: WebserviceErrorDto = {
  errorcode: 'requesttoolarge',
  means: 'The body is larger than the site reads. Nothing was done.',
  toDo: 'Send less in one call.',
};

const DATABASE_DOWN: WebserviceErrorDto = {
  errorcode: 'dbconnectionfailed',
  means: 'The site does not reach its database.',
  toDo: 'Try again after a minute, then less often.',
};

const SERVER_ERROR: WebserviceErrorDto = {
  errorcode: 'servererror',
  means: 'Something went wrong on the site’s side; the message has a code that stands in the site’s log.',
  toDo: 'Try again once. If it stays, tell the site team the code.',
};

/** What `server.php` answers instead of a result, by what a bot meets first. */
export const KNOWN_ERRORS: readonly WebserviceErrorDto[] = [
  {
    errorcode: 'invalidtoken',
    means: 'No token arrived, or the site does not know it: it was revoked, or part of it is missing.',
    toDo: 'Compare it letter by letter, capitals included. If it was revoked, ask the site team for another.',
  },
  {
    errorcode: 'accessexception',
    means:
      'The token is known but may not do this: it has expired, it may not be used from this address, the function is not ' +
      'among its own, or its owner may not use the web service.',
    toDo: 'Ask the site team to look at the token in the settings. Calling again does not help.',
  },
  {
    errorcode: 'nopermissions',
    means: 'The token’s owner lacks the capability that the function asks for; the message names it.',
    toDo: 'Ask the site team to give the owner a role with this capability.',
  },
  {
    errorcode: 'wsaccessusersuspended',
    means: 'The account that owns the token is suspended.',
    toDo: 'Use a token of another account, or ask the site team to reactivate this one.',
  },
  {
    errorcode: 'wsaccessuserunconfirmed',
    means: 'The account that owns the token was never confirmed.',
    toDo: 'Open the link in the e-mail that was sent when the account was made.',
  },
  {
    errorcode: 'wsaccessusernologin',
    means: 'The account that owns the token is one that may not sign in.',
    toDo: 'Use a token of another account, or ask the site team.',
  },
  {
    errorcode: 'invalidparameter',
    means: 'A parameter is missing, is not known to the function, or has a value of another type. Nothing was done.',
    toDo: 'Compare with the table of the function. The first fault is told, so there may be more.',
  },
  {
    errorcode: 'invalidrecord',
    means: 'No function of this name exists here, or what was asked for does not exist.',
    toDo: 'Check wsfunction for typing errors.',
  },
  {
    errorcode: 'codingerror',
    means: 'A setting such as moodlewssettingraw came as a list.',
    toDo: 'Send each setting once, without brackets.',
  },
  {
    errorcode: null,
    means: 'wstoken or wsfunction came as a list. Such an exception has no errorcode at all.',
    toDo: 'Send both once, without brackets.',
  },
  {
    errorcode: 'toomanycalls',
    means: 'More calls came than the site allows, with this token or from this address. The status is 429.',
    toDo: 'Wait as many seconds as Retry-After says, then call again.',
  },
  TOO_MANY_VARIABLES,
  REQUEST_TOO_LARGE,
  {
    errorcode: 'licenceinvalid',
    means: 'The site has no valid licence for its Discord server, so it synchronises nobody.',
    toDo: 'The site team can see why in the settings. Reading functions work all the same.',
  },
  {
    errorcode: 'invalidresponse',
    means: 'The function did its work, but its answer is not what it declares. It is a fault of the site.',
    toDo: 'Tell the site team. Synchronising again is safe.',
  },
  DATABASE_DOWN,
  SERVER_ERROR,
];

/** What `login/token.php` answers instead of a token. */
export const KNOWN_LOGIN_ERRORS: readonly WebserviceErrorDto[] = [
  {
    errorcode: 'invalidlogin',
    means:
      'The username and the password do not belong together, or the account may not sign in. It is not told which.',
    toDo: 'Check both. After several wrong attempts the site waits before it looks at more.',
  },
  {
    errorcode: 'missingparam',
    means: 'username, password or service is missing; the message names it.',
    toDo: 'Send all three in a form.',
  },
  {
    errorcode: 'crosssiterequest',
    means: 'A browser sent it for a page of another site. The password was not looked at.',
    toDo: 'Ask from a server or an app; pages of other sites may not ask for tokens.',
  },
  {
    errorcode: 'servicenotavailable',
    means: 'The password is right, but the site has no service of this short name.',
    toDo: 'Send one of the services named above.',
  },
  {
    errorcode: 'cannotcreatetoken',
    means: 'The password is right, but this person may not make a token.',
    toDo: 'Ask the site team for the capability moodle/webservice:createtoken, or for a token.',
  },
  {
    errorcode: 'usernotconfirmed',
    means: 'The account was never confirmed.',
    toDo: 'Open the link in the e-mail that was sent when the account was made.',
  },
  {
    errorcode: 'toomanycalls',
    means: 'Too many requests came from this address, or too many passwords are being checked. The status is 429.',
    toDo: 'Wait as many seconds as Retry-After says, then ask again.',
  },
  {
    errorcode: 'enablewsdescription',
    means: 'The site has switched its web service off.',
    toDo: 'Ask the site team.',
  },
  {
    errorcode: 'codingerror',
    means: 'username, password or service came as a list.',
    toDo: 'Send each once, without brackets.',
  },
  TOO_MANY_VARIABLES,
  REQUEST_TOO_LARGE,
  DATABASE_DOWN,
  SERVER_ERROR,
];
