import type { WebserviceLogEntryDto } from '@pulsetech/contracts';
import { LOGIN_TOKEN, OTHER_CALLS, OUTCOME_FAILED, OUTCOME_OK, UNKNOWN_FUNCTION } from '@pulsetech/contracts/constants';
import type { Tone } from '../../components/shape.js';
import { shortFunctionName } from '../../lib/function-name.js';

interface OutcomeWords {
  readonly tone: Tone;
  readonly word: string;
}

/** What callers meet most; every other code is shown as it is. */
const OUTCOMES: Readonly<Record<string, OutcomeWords>> = {
  [OUTCOME_OK]: { tone: 'ok', word: 'Answered' },
  [OUTCOME_FAILED]: { tone: 'warn', word: 'Refused' },
  invalidtoken: { tone: 'warn', word: 'Unknown token' },
  accessexception: { tone: 'warn', word: 'Not allowed' },
  nopermissions: { tone: 'warn', word: 'No permission' },
  invalidparameter: { tone: 'warn', word: 'Wrong parameters' },
  invalidrecord: { tone: 'warn', word: 'No such function' },
  invalidlogin: { tone: 'warn', word: 'Wrong password' },
  wsaccessusersuspended: { tone: 'warn', word: 'Owner suspended' },
  toomanycalls: { tone: 'waiting', word: 'Too many calls' },
  enablewsdescription: { tone: 'info', word: 'Web service off' },
  licenceinvalid: { tone: 'warn', word: 'No valid licence' },
  dbconnectionfailed: { tone: 'bad', word: 'Database down' },
  servererror: { tone: 'bad', word: 'Fault of this site' },
};

export function outcomeWords(outcome: string): OutcomeWords {
  return OUTCOMES[outcome] ?? { tone: 'warn', word: 'Refused' };
}

/** The code that a caller saw, where the word does not say it all. */
export function outcomeCode(outcome: string): string | null {
  return outcome === OUTCOME_OK || outcome === OUTCOME_FAILED ? null : outcome;
}

/** A function, or what stands in its place, in a line. */
export function functionLabel(name: string): string {
  switch (name) {
    case UNKNOWN_FUNCTION:
      return 'a function that does not exist';
    case OTHER_CALLS:
      return 'various calls, counted together';
    case LOGIN_TOKEN:
      return 'sign-in for a token';
    default:
      return shortFunctionName(name);
  }
}

/** Who called, in a line. */
export function callerLabel({ tokenName, username }: Pick<WebserviceLogEntryDto, 'tokenName' | 'username'>): string {
  return tokenName ?? username ?? 'nobody known';
}

/** Milliseconds as people read them: `under 0.1 ms`, `0.4 ms`, `12 ms`, `3.2 s`. */
export function took(ms: number): string {
  if (ms < 0.1) return 'under 0.1 ms';
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 10 ? `${String(Math.round(ms))} ms` : `${ms.toFixed(1)} ms`;
}
