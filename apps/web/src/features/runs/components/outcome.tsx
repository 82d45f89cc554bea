import type { RunDto } from '@pulsetech/contracts';
import { useNow } from '../../../components/use-now.js';
import { outcomeSentence, waitingSentence } from '../run-words.js';

const EVERY_MS = 1_000;

/** What the state of a run means; of one that gets no answer, that it is waiting. */
export function Outcome({ run }: { readonly run: RunDto }) {
  if (run.state === 'running') return <Going run={run} />;
  return <p>{run.reason === null || run.state === 'held' ? outcomeSentence(run) : run.reason}</p>;
}

function Going({ run }: { readonly run: RunDto }) {
  const now = useNow(EVERY_MS);
  return <p>{run.reason ?? waitingSentence(run, now / 1000) ?? outcomeSentence(run)}</p>;
}
