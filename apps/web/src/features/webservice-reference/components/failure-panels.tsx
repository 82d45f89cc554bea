import type { WebserviceReferenceDto } from '@pulsetech/contracts';
import { Panel } from '../../../components/panel.js';
import { limitSentences } from '../reference-words.js';
import { CodeTabs } from './code-tabs.js';
import { ErrorTable } from './error-table.js';
import { FORMATS, type SampleChoice } from './sample-choice.js';
import entries from './entries.module.css';
import prose from './prose.module.css';

interface FailurePanelProps {
  readonly reference: WebserviceReferenceDto;
  readonly choice: SampleChoice;
}

export function ErrorsPanel({ reference, choice }: FailurePanelProps) {
  return (
    <Panel
      title="Errors"
      lead="Messages are for people and may change; the name after “exception” differs between versions of Moodle. The errorcode stays."
    >
      <CodeTabs
        title="An exception"
        heading={<h3>An exception</h3>}
        codes={reference.exceptionExample}
        names={FORMATS}
        chosen={choice.format}
        onChoose={choice.chooseFormat}
      />
      <ErrorTable label="Errors of functions" errors={reference.errors} />
    </Panel>
  );
}

export function LimitsPanel({ reference }: { readonly reference: WebserviceReferenceDto }) {
  return (
    <Panel title="Limits">
      <ul className={prose['list']}>
        {limitSentences(reference.limits).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p>
        Above a limit of calls the status is 429, the header <code>Retry-After</code> says how many seconds to wait, and
        the body is the exception <code>toomanycalls</code>. Status 403 without a body means that the site has switched
        its web service off.
      </p>
    </Panel>
  );
}

export function DifferencesPanel({ reference }: { readonly reference: WebserviceReferenceDto }) {
  return (
    <Panel
      title="Differences from Moodle"
      lead="Clients that work with Moodle work here. These things differ on purpose."
    >
      <table className={entries['entries']} aria-label="Differences from Moodle">
        <thead>
          <tr>
            <th scope="col">About</th>
            <th scope="col">Here, and at Moodle</th>
          </tr>
        </thead>
        <tbody>
          {reference.differences.map(({ about, moodle, here }) => (
            <tr key={about}>
              <th scope="row">{about}</th>
              <td>
                {here}
                <span className={entries['detail']}>Moodle: {moodle}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
