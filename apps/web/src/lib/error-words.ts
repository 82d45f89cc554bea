import { isApiError } from './api-error.js';

export interface ErrorWords {
  readonly title: string;
  readonly detail: string;
  /** What to quote to the site team, for a fault of the site itself. */
  readonly correlationId: string | null;
}

/** A failure in words: what happened, what it means, what to do. */
export function errorWords(error: unknown): ErrorWords {
  if (!isApiError(error)) {
    return {
      title: 'Something on this page did not work',
      detail: 'Load the page again. If it stays, tell the site team what you were doing.',
      correlationId: null,
    };
  }
  if (error.code === 'offline') {
    return {
      title: 'The site cannot be reached',
      detail: 'Nothing was changed. Check your connection, then try again.',
      correlationId: null,
    };
  }
  if (error.code === 'timeout') {
    return {
      title: 'The site took too long to answer',
      detail: 'It may still be working on it. Wait a moment, then try again.',
      correlationId: null,
    };
  }
  if (error.status === 401) {
    return { title: 'You are signed out', detail: 'Sign in again to go on.', correlationId: null };
  }
  if (error.status === 404) {
    return { title: 'This is not there', detail: error.message, correlationId: error.correlationId };
  }
  if (error.status === 429) {
    return { title: 'Too many attempts', detail: error.message, correlationId: error.correlationId };
  }
  if (error.status >= 500 || error.code === 'unreadable_answer') {
    return {
      title: 'The site could not do this',
      detail: error.code === 'unreadable_answer' ? 'Try again in a moment.' : error.message,
      correlationId: error.correlationId,
    };
  }
  return { title: 'This was not done', detail: error.message, correlationId: error.correlationId };
}
