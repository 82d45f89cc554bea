import { Button } from '@mantine/core';
import { errorWords } from '../lib/error-words.js';
import { Notice } from './notice.js';

interface ErrorNoticeProps {
  readonly error: unknown;
  /** What was being done, e.g. `The mapping was not added`; without it the failure's own title is used. */
  readonly title?: string;
  readonly onRetry?: () => void;
  readonly takesFocus?: boolean;
}

export function ErrorNotice({ error, title, onRetry, takesFocus = false }: ErrorNoticeProps) {
  const words = errorWords(error);
  return (
    <Notice tone="bad" title={title ?? words.title} role="alert" takesFocus={takesFocus}>
      {title === undefined ? null : <p>{words.title}.</p>}
      <p>{words.detail}</p>
      {words.correlationId === null ? null : (
        <p>
          If it stays, tell the site team this number: <code>{words.correlationId}</code>
        </p>
      )}
      {onRetry ? (
        <div>
          <Button variant="default" size="xs" onClick={onRetry}>
            Try again
          </Button>
        </div>
      ) : null}
    </Notice>
  );
}
