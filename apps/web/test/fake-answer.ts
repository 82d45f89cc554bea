import type { ErrorBody } from '@pulsetech/contracts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Answers a request by its body, the id in its path, and its query. */
export type Handler = (body: unknown, id: number, query: URLSearchParams) => Answer;

export const ok = (body: unknown): Answer => ({ status: 200, body });

export const refusal = (status: number, code: string, message: string, fields?: Record<string, string>): Answer => {
  const body: ErrorBody = { error: { code, message, ...(fields ? { fields } : {}) } };
  return { status, body };
};
