import type { ErrorBody } from '@pulsetech/contracts';
import { ApiError, isApiError } from './api-error.js';

export interface CsrfSource {
  /** The token of the present session. */
  current(): Promise<string>;
  /** Asks the API for the token anew, after one was refused. */
  renew(): Promise<string>;
}

export interface ApiClientOptions {
  /** Address before the paths, without a slash at its end. */
  readonly baseUrl: string;
  readonly csrf: CsrfSource;
  readonly timeoutMs?: number;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
  /** For requests that the API may work on for long. */
  readonly timeoutMs?: number;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

const DEFAULT_TIMEOUT_MS = 20_000;

/** Code of the API's refusal of a request whose CSRF token does not belong to the session; nothing was done then. */
export const CSRF_REFUSED = 'csrf_invalid';

/**
 * The one way to the API: JSON in and out, the CSRF token on everything that changes something, and every failure as an
 * `ApiError`. It never shows anything and never leaves the page.
 */
export class ApiClient {
  constructor(private readonly options: ApiClientOptions) {}

  get<T>(path: string, options?: RequestOptions): Promise<T> {
    return this.send<T>('GET', path, undefined, undefined, options);
  }

  post<T>(path: string, body?: unknown, options?: RequestOptions): Promise<T> {
    return this.change<T>('POST', path, body, options);
  }

  put<T>(path: string, body: unknown, options?: RequestOptions): Promise<T> {
    return this.change<T>('PUT', path, body, options);
  }

  delete<T>(path: string, options?: RequestOptions): Promise<T> {
    return this.change<T>('DELETE', path, undefined, options);
  }

  private async change<T>(method: Method, path: string, body: unknown, options?: RequestOptions): Promise<T> {
    const { csrf } = this.options;
    try {
      return await this.send<T>(method, path, body, await csrf.current(), options);
    } catch (error) {
      // The session was renewed in another tab; the API has refused before doing anything, so once more is safe.
      if (!isApiError(error, 403) || error.code !== CSRF_REFUSED) throw error;
      return this.send<T>(method, path, body, await csrf.renew(), options);
    }
  }

  private async send<T>(
    method: Method,
    path: string,
    body: unknown,
    csrfToken: string | undefined,
    options: RequestOptions = {},
  ): Promise<T> {
    const timeout = AbortSignal.timeout(options.timeoutMs ?? this.options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const headers = new Headers({ Accept: 'application/json' });
    if (body !== undefined) headers.set('Content-Type', 'application/json');
    if (csrfToken !== undefined) headers.set('X-CSRF-Token', csrfToken);
    try {
      const response = await fetch(this.options.baseUrl + path, {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        credentials: 'same-origin',
        signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
      });
      return await readAnswer<T>(response);
    } catch (error) {
      if (error instanceof ApiError || options.signal?.aborted) throw error;
      throw timeout.aborted
        ? ApiError.transport('timeout', 'The site took too long to answer.')
        : ApiError.transport('offline', 'The site cannot be reached.');
    }
  }
}

async function readAnswer<T>(response: Response): Promise<T> {
  const text = await response.text();
  const json = parseJson(text);
  if (response.ok && (text === '' || json !== undefined)) return json as T;
  if (!response.ok && isErrorBody(json)) throw ApiError.fromBody(response.status, json);
  throw ApiError.transport('unreadable_answer', 'The site gave an answer that cannot be read.', response.status);
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isErrorBody(value: unknown): value is ErrorBody {
  if (typeof value !== 'object' || value === null || !('error' in value)) return false;
  const { error } = value;
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string' &&
    'message' in error &&
    typeof error.message === 'string'
  );
}
