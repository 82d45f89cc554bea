import { Button } from '@mantine/core';
import { ErrorNotice } from './error-notice.js';

interface MoreButtonProps {
  /** A list that is read page after page. */
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly isFetchNextPageError: boolean;
    readonly error: Error | null;
    readonly fetchNextPage: () => Promise<unknown>;
  };
  readonly label: string;
}

/** Continues a list; where that fails, says so beside it. */
export function MoreButton({ query, label }: MoreButtonProps) {
  return (
    <>
      {query.isFetchNextPageError ? <ErrorNotice error={query.error} title="The list could not be continued" /> : null}
      {query.hasNextPage ? (
        <div>
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => {
              void query.fetchNextPage();
            }}
          >
            {label}
          </Button>
        </div>
      ) : null}
    </>
  );
}
