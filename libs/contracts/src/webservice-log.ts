/** Outcome of calls that were answered with a result; every other outcome is Moodle's `errorcode`. */
export const OUTCOME_OK = 'ok';

/** Filter of the web service log: every outcome but `ok`. It is the outcome of calls that were not told apart, too. */
export const OUTCOME_FAILED = 'failed';

/** Stands for what was sent as the name of a function and is none. */
export const UNKNOWN_FUNCTION = 'unknown function';

/** Stands for the functions of calls that were counted together, because too many different ones came at once. */
export const OTHER_CALLS = 'other calls';

/** What `/login/token.php` is called in the log. */
export const LOGIN_TOKEN = 'login/token.php';
