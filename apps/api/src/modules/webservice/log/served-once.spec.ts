import { invalidToken, MoodleException, switchedOff } from '@pulsetech/moodle-rest';
import type { Caller } from '../callers.cache.js';
import { TooManyCallsOfToken } from '../limits/limited-calls.js';
import { servedCall, servedLogin } from './served-once.js';

const caller: Caller = {
  tokenId: 1,
  tokenName: 'bot',
  tokenKind: 'bot',
  functions: null,
  userId: 2,
  username: 'admin',
  suspended: false,
  capabilities: new Set(),
};
const call = { functionName: 'get_user', caller, exception: null, milliseconds: 1, address: '192.0.2.1' };
const login = { username: 'admin', service: 'x', errorcode: null, milliseconds: 1, address: '192.0.2.1' };

describe('A served call as it goes into the log', () => {
  test.each([
    ['answered', call, { caller, functionName: 'get_user', outcome: 'ok' }],
    ['of no function', { ...call, functionName: null }, { functionName: 'unknown function' }],
    ['refused', { ...call, caller: null, exception: invalidToken() }, { caller: null, outcome: 'invalidtoken' }],
    [
      'refused by PHP itself',
      { ...call, exception: new MoodleException('TypeError', null, '') },
      { outcome: 'TypeError' },
    ],
    [
      'to a web service that is off',
      { ...call, caller: null, exception: switchedOff() },
      { caller: null, outcome: 'enablewsdescription' },
    ],
    [
      'too many of its token',
      { ...call, caller: null, exception: new TooManyCallsOfToken(caller, 3) },
      { caller, outcome: 'toomanycalls' },
    ],
  ])('when it was %s', (_, served, expected) => {
    expect(servedCall(served)).toMatchObject(expected);
  });

  test.each([
    ['a token', { ...login }, 'admin', 'ok'],
    ['no such service', { ...login, errorcode: 'servicenotavailable' }, 'admin', 'servicenotavailable'],
    ['a wrong password', { ...login, username: 'my password', errorcode: 'invalidlogin' }, undefined, 'invalidlogin'],
    [
      'nothing, as the database is down',
      { ...login, errorcode: 'dbconnectionfailed' },
      undefined,
      'dbconnectionfailed',
    ],
  ])('names the person of a login that brought %s only when the password was right', (_, served, name, outcome) => {
    const once = servedLogin(served);
    expect([once.caller?.username, once.outcome, once.functionName]).toEqual([name, outcome, 'login/token.php']);
  });
});
