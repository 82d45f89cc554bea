import { LOGIN_TOKEN, OUTCOME_OK, UNKNOWN_FUNCTION } from '@pulsetech/contracts';
import { bodyTooLarge, MAX_BODY_BYTES, type ServedCall, type ServedLogin } from '@pulsetech/moodle-rest';
import type { Caller } from '../callers.cache.js';
import { TooManyCallsOfToken } from '../limits/limited-calls.js';
import type { KnownAs, ServedOnce } from './call-tally.js';

/** Refusals that come only after the password was right, so that the username is somebody's. */
const AFTER_PASSWORD: readonly string[] = ['usernotconfirmed', 'servicenotavailable', 'cannotcreatetoken'];

/** A call of a function as it goes into the log: nothing that was sent but the name of a function that there is. */
export function servedCall({ functionName, caller, exception, ...rest }: ServedCall<Caller>): ServedOnce {
  const who = caller ?? (exception instanceof TooManyCallsOfToken ? exception.caller : null);
  return {
    caller: who,
    functionName: functionName ?? UNKNOWN_FUNCTION,
    outcome: exception === null ? OUTCOME_OK : (exception.errorcode ?? exception.exception),
    address: rest.address,
    milliseconds: rest.milliseconds,
  };
}

/** A body that was not read to its end. */
export function tooLargeCall(address: string): ServedOnce {
  const exception = bodyTooLarge(MAX_BODY_BYTES);
  return servedCall({ functionName: null, caller: null, exception, address, milliseconds: 0 });
}

/**
 * A request for a token by name and password. The name is kept only when it is a user's, since people type passwords
 * into the wrong field.
 */
export function servedLogin({ username, errorcode, address, milliseconds }: ServedLogin): ServedOnce {
  const isKnown = errorcode === null || AFTER_PASSWORD.includes(errorcode);
  const caller: KnownAs | null =
    isKnown && username !== null ? { tokenId: null, tokenName: null, userId: null, username } : null;
  return { caller, functionName: LOGIN_TOKEN, outcome: errorcode ?? OUTCOME_OK, address, milliseconds };
}
