import { ErrorNotice } from '../../../components/error-notice.js';
import { Notice } from '../../../components/notice.js';
import { changeSentence, syncTitle } from '../sync-words.js';
import type { useSyncNow } from '../api/use-sync-now.js';

/** What “Sync Now” has done, in its place. */
export function SyncResult({ sync }: { readonly sync: ReturnType<typeof useSyncNow> }) {
  if (sync.error !== null) {
    return (
      <ErrorNotice
        error={sync.error}
        title="The sync did not run"
        onRetry={() => {
          sync.mutate();
        }}
      />
    );
  }
  if (sync.data === undefined) return null;
  const { tone, title } = syncTitle(sync.data);
  const { result, problems } = sync.data;
  return (
    <Notice tone={tone} title={title} role="status">
      {result.changes.length === 0 ? null : (
        <ul aria-label="Changes">
          {result.changes.map((change, index) => (
            <li key={index}>{changeSentence(change)}</li>
          ))}
        </ul>
      )}
      {problems.length === 0 ? null : (
        <ul aria-label="Problems">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
