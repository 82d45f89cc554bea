import { databaseDown, MoodleException } from '../moodle-exception.js';
import { phpJson } from '../php/encoding.js';
import type { DebugMode } from './call-context.js';
import type { LoginTokenException } from './login-token.exception.js';
import { refusalReply, type RestReply } from './rest-reply.js';

const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };
const FOR_EVERY_ORIGIN = { ...JSON_TYPE, 'Access-Control-Allow-Origin': '*' };

/** The answer to the mobile app's question whether there is a site at all. */
export const SITE_CHECK_REPLY: RestReply = { status: 200, headers: FOR_EVERY_ORIGIN, body: '{"appsitecheck":"ok"}' };

export function tokenReply(token: string, privatetoken: string | null): RestReply {
  return { status: 200, headers: uncached(), body: phpJson(JSON.stringify({ token, privatetoken })) };
}

/** `login/token.php` has an error format of its own; `siteAddress` has no slash at its end. */
export function loginErrorReply(
  refusal: LoginTokenException | MoodleException,
  debug: DebugMode,
  siteAddress: string,
): RestReply {
  const { errorcode } = refusal;
  const { message: error, debuginfo } =
    refusal instanceof MoodleException ? refusal.told(debug) : { message: refusal.message, debuginfo: null };
  if (errorcode === DATABASE_DOWN) {
    // Moodle answers this one before it has set its headers, and in another order.
    const body = phpJson(JSON.stringify({ error, stacktrace: null, debuginfo: null, errorcode }));
    return { status: 200, headers: JSON_TYPE, body };
  }
  const told =
    debug === 'off'
      ? { debuginfo: null, reproductionlink: null }
      : { debuginfo: `${debuginfo ?? ''}\nError code: ${errorcode ?? ''}`, reproductionlink: `${siteAddress}/` };
  const body = phpJson(JSON.stringify({ error, errorcode, stacktrace: null, ...told }));
  return refusalReply(refusal, uncached(), body);
}

const DATABASE_DOWN = databaseDown().errorcode;

function uncached(): Readonly<Record<string, string>> {
  return {
    ...FOR_EVERY_ORIGIN,
    'Cache-Control': 'post-check=0, pre-check=0',
    Pragma: 'no-cache',
    Expires: 'Mon, 20 Aug 1969 09:23:00 GMT',
    'Last-Modified': new Date().toUTCString(),
    'Accept-Ranges': 'none',
  };
}
