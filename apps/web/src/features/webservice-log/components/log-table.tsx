import type { WebserviceLogEntryDto } from '@pulsetech/contracts';
import { Moment } from '../../../components/moment.js';
import { StateMark } from '../../../components/state-mark.js';
import table from '../../../components/scroll-table.module.css';
import { formatNumber } from '../../../lib/counted.js';
import { callerLabel, functionLabel, outcomeCode, outcomeWords, took } from '../log-words.js';
import classes from './log-table.module.css';

export function LogTable({ entries }: { readonly entries: readonly WebserviceLogEntryDto[] }) {
  return (
    <div className={classes['scroll']} role="region" aria-label="List of calls" tabIndex={0}>
      <table className={table['table']}>
        <thead className={classes['head']}>
          <tr>
            <th scope="col">Last call</th>
            <th scope="col">Outcome</th>
            <th scope="col">Function</th>
            <th scope="col">Caller</th>
            <th scope="col">Address</th>
            <th scope="col" data-number>
              Calls
            </th>
            <th scope="col" data-number>
              Took
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <LogRow key={entry.id} entry={entry} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LogRow({ entry }: { readonly entry: WebserviceLogEntryDto }) {
  const { tone, word } = outcomeWords(entry.outcome);
  const code = outcomeCode(entry.outcome);
  return (
    <tr>
      <th scope="row">
        <Moment atMs={entry.lastAt * 1000} />
      </th>
      <td>
        <StateMark tone={tone}>{word}</StateMark>
        {code === null ? null : <span className={classes['sub']}>{code}</span>}
      </td>
      <td title={entry.function}>{functionLabel(entry.function)}</td>
      <td>
        {callerLabel(entry)}
        {entry.tokenName === null || entry.username === null ? null : (
          <span className={classes['sub']}>as {entry.username}</span>
        )}
      </td>
      <td>{entry.address ?? 'several'}</td>
      <td data-number>{formatNumber(entry.calls)}</td>
      <td data-number>
        {took(entry.totalMs / entry.calls)}
        {entry.calls === 1 ? null : <span className={classes['sub']}>at most {took(entry.longestMs)}</span>}
      </td>
    </tr>
  );
}
