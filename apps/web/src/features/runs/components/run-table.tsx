import type { RunDto } from '@pulsetech/contracts';
import { Moment } from '../../../components/moment.js';
import table from '../../../components/scroll-table.module.css';
import { StateMark } from '../../../components/state-mark.js';
import { formatNumber } from '../../../lib/counted.js';
import { duration } from '../../../lib/time.js';
import { RUN_CAUSES, RUN_STATES } from '../run-words.js';

export function RunTable({ runs }: { readonly runs: readonly RunDto[] }) {
  return (
    <div className={table['scroll']} role="region" aria-label="Last runs" tabIndex={0}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th scope="col">Started</th>
            <th scope="col">State</th>
            <th scope="col" data-number>
              Users
            </th>
            <th scope="col" data-number>
              Enrolled
            </th>
            <th scope="col" data-number>
              Unenrolled
            </th>
            <th scope="col" data-number>
              Errors
            </th>
            <th scope="col" data-number>
              Took
            </th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <RunRow key={run.id} run={run} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RunRow({ run }: { readonly run: RunDto }) {
  const { tone, word } = RUN_STATES[run.state];
  return (
    <tr>
      <th scope="row">
        <Moment atMs={run.startedAt * 1000} /> {RUN_CAUSES[run.cause]}
      </th>
      <td>
        <StateMark tone={tone}>{word}</StateMark>
      </td>
      <td data-number>{formatNumber(run.users)}</td>
      <td data-number>{formatNumber(run.enrolled)}</td>
      <td data-number>{formatNumber(run.unenrolled)}</td>
      <td data-number>{formatNumber(run.errors)}</td>
      <td data-number>{run.finishedAt === null ? '–' : duration(run.finishedAt - run.startedAt)}</td>
      <td data-wrap>{run.reason ?? ''}</td>
    </tr>
  );
}
