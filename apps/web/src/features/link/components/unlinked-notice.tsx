import type { UnlinkDto } from '@pulsetech/contracts';
import { Notice } from '../../../components/notice.js';
import { unlinkedSentence } from '../unlink-words.js';

export function UnlinkedNotice({ outcome }: { readonly outcome: UnlinkDto }) {
  return (
    <Notice
      tone={outcome.problems.length === 0 ? 'ok' : 'warn'}
      title="Your Discord account is unlinked"
      role="status"
      takesFocus
    >
      <p>{unlinkedSentence(outcome)}</p>
      {outcome.problems.length === 0 ? null : (
        <ul aria-label="Problems">
          {outcome.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
