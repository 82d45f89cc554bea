import type { ErrorBody } from '@pulsetech/contracts';

/** Codes of failures in which no answer of the API arrived; their `status` is 0. */
export type TransportErrorCode = 'offline' | 'timeout' | 'unreadable_answer';

/** Every failure of a request, whether the API refused it or no answer came. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: Readonly<Record<string, string>> = {},
    readonly correlationId: string | null = null,
  ) {
    super(message);
  }

  static fromBody(status: number, { error }: ErrorBody): ApiError {
    return new ApiError(status, error.code, error.message, error.fields, error.correlationId ?? null);
  }

  static transport(code: TransportErrorCode, message: string, status = 0): ApiError {
    return new ApiError(status, code, message);
  }
}

export function isApiError(error: unknown, status?: number): error is ApiError {
  return error instanceof ApiError && (status === undefined || error.status === status);
}

/** Message for one field of a form, where the API named the field. */
export function fieldError(error: unknown, field: string): string | undefined {
  return isApiError(error) ? error.fields[field] : undefined;
}

/** Whether the API's complaint is about fields only, so that it is told beside them and nowhere else. */
export function isAboutFields(error: unknown, shown: readonly string[]): boolean {
  if (!isApiError(error)) return false;
  const named = Object.keys(error.fields);
  return named.length > 0 && named.every((field) => shown.includes(field));
}
