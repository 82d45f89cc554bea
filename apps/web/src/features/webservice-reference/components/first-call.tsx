import { CodeBlock } from '../../../components/code-block.js';
import { QueryView } from '../../../components/query-view.js';
import { SkeletonRows } from '../../../components/skeleton-rows.js';
import { useWebserviceReference } from '../api/use-webservice-reference.js';
import { firstCall } from '../reference-words.js';

interface FirstCallProps {
  readonly token: string;
  /** What it may call; null for all. */
  readonly functions: readonly string[] | null;
}

/** A call with a new token, to copy and run. */
export function FirstCall({ token, functions }: FirstCallProps) {
  const reference = useWebserviceReference();
  return (
    <QueryView query={reference} what="an example" skeleton={<SkeletonRows rows={1} height={120} />}>
      {(known) => {
        const code = firstCall(token, functions, known.functions);
        return code === null ? null : (
          <>
            <p>Try it in a terminal:</p>
            <CodeBlock label="Example of a call" code={code} />
          </>
        );
      }}
    </QueryView>
  );
}
