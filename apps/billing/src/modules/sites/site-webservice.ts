import { Injectable } from '@nestjs/common';
import { SecretBox } from '@pulsetech/server-kit';
import type { SiteEntity } from './site.entity.js';

const TIMEOUT_MS = 20_000;
const LONGEST_ANSWER = 1024 * 1024;
const SHORTEST_BUSY_MS = 1_000;
const LONGEST_BUSY_MS = 5 * 60_000;
/** Exceptions about the token and what it may do, whoever the call is about. */
const ABOUT_TOKEN: ReadonlySet<string> = new Set([
  'invalidtoken',
  'accessexception',
  'servicenotavailable',
  'nopermissions',
  'required_capability_exception',
]);

export type SiteAnswer =
  | { readonly ok: true; readonly value: unknown }
  /** `refused`: an exception about what was asked, with its error code. */
  | { readonly ok: false; readonly why: 'refused'; readonly errorcode: string }
  | { readonly ok: false; readonly why: 'busy'; readonly retryAfterMs: number }
  | { readonly ok: false; readonly why: 'token_refused' | 'unreachable' | 'not_understood' };

/** Calls the web service of a site, in Moodle's own protocol, with the token that the site gave us. */
@Injectable()
export class SiteWebservice {
  constructor(private readonly secrets: SecretBox) {}

  /**
   * Never throws for what the site does. No redirect is followed, since the token would go along.
   * `parameters`: names as Moodle wants them, such as `discord_roles[0]`.
   */
  async call(
    site: Pick<SiteEntity, 'url' | 'tokenSealed'>,
    wsfunction: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<SiteAnswer> {
    const form = {
      wstoken: this.secrets.open(site.tokenSealed),
      wsfunction,
      moodlewsrestformat: 'json',
      ...parameters,
    };
    try {
      const response = await fetch(`${site.url}/webservice/rest/server.php`, {
        method: 'POST',
        body: new URLSearchParams(form),
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return await answerOf(response);
    } catch {
      // Refused, reset, timed out or not to be resolved: all mean that nobody answered, and none may carry the token into a log.
      return { ok: false, why: 'unreachable' };
    }
  }
}

async function answerOf(response: Response): Promise<SiteAnswer> {
  const text = await shortText(response);
  if (response.status === 429 || response.status === 503) {
    const seconds = Number(response.headers.get('retry-after') ?? '');
    const wait = Number.isFinite(seconds) ? seconds * 1000 : 0;
    return { ok: false, why: 'busy', retryAfterMs: Math.min(LONGEST_BUSY_MS, Math.max(SHORTEST_BUSY_MS, wait)) };
  }
  if (response.status >= 500) return { ok: false, why: 'unreachable' };
  const body = text === null ? undefined : parsed(text);
  if (body === undefined || response.status >= 300) return { ok: false, why: 'not_understood' };
  if (!isException(body)) return { ok: true, value: body };
  if (ABOUT_TOKEN.has(body.errorcode)) return { ok: false, why: 'token_refused' };
  return { ok: false, why: 'refused', errorcode: body.errorcode };
}

/** Null when it is longer than any answer that is meant for us. */
async function shortText(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > LONGEST_ANSWER) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A page of a proxy, or half an answer.
    return undefined;
  }
}

function isException(body: unknown): body is { errorcode: string } {
  return (
    typeof body === 'object' &&
    body !== null &&
    'exception' in body &&
    'errorcode' in body &&
    typeof body.errorcode === 'string'
  );
}
