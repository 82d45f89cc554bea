import type { ReactNode } from 'react';
import { isApiError } from '../lib/api-error.js';
import { ErrorNotice } from './error-notice.js';
import { Forbidden } from './forbidden.js';
import { Loading } from './loading.js';

/** What the view needs of a query, whether it reads one thing or page after page. */
interface ViewedQuery<T> {
  readonly data: T | undefined;
  readonly isPending: boolean;
  readonly isRefetchError: boolean;
  readonly error: Error | null;
  readonly refetch: () => Promise<unknown>;
}

interface QueryViewProps<T> {
  readonly query: ViewedQuery<T>;
  /** What is being read, e.g. `your courses`. */
  readonly what: string;
  /** Has the size of what comes, so that nothing moves when it arrives. */
  readonly skeleton: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/** The states of one query: loading, failed, forbidden, and what it brought. */
export function QueryView<T>({ query, what, skeleton, children }: QueryViewProps<T>) {
  if (query.data !== undefined) {
    return (
      <>
        {query.isRefetchError ? (
          <ErrorNotice
            error={query.error}
            title={`What stands here may be old: ${what} could not be read again`}
            onRetry={() => void query.refetch()}
          />
        ) : null}
        {children(query.data)}
      </>
    );
  }
  if (query.isPending) return <Loading what={what}>{skeleton}</Loading>;
  if (isApiError(query.error, 403)) return <Forbidden reason={query.error.message} />;
  // What is not there is not there a second later either.
  if (isApiError(query.error, 404)) return <ErrorNotice error={query.error} />;
  return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
}
