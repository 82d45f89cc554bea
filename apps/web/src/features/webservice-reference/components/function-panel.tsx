import type { WebserviceFieldDto, WebserviceFunctionDto } from '@pulsetech/contracts';
import { Panel } from '../../../components/panel.js';
import { anchorOf } from '../reference-words.js';
import { ExamplePair } from './example-pair.js';
import { FieldTable } from './field-table.js';
import type { SampleChoice } from './sample-choice.js';
import classes from './function-panel.module.css';

interface FunctionPanelProps {
  readonly described: WebserviceFunctionDto;
  readonly choice: SampleChoice;
}

/** One function: what to send, what comes back. */
export function FunctionPanel({ described, choice }: FunctionPanelProps) {
  const { name, description, capability, parameters, answer } = described;
  return (
    <div id={anchorOf(name)} className={classes['anchor']}>
      <Panel title={name} lead={description}>
        <p className={classes['muted']}>
          {capability === null ? (
            'It asks for no capability of its own.'
          ) : (
            <>
              The token’s owner needs <code>{capability.name}</code>.
            </>
          )}
        </p>
        <ExamplePair title={name} described={described} choice={choice} />
        <div className={classes['part']}>
          <h3>What you send</h3>
          {parameters.length === 0 ? (
            <p className={classes['muted']}>Nothing besides the token and the name of the function.</p>
          ) : (
            <FieldTable label={`Parameters of ${name}`} fields={parameters} sent />
          )}
        </div>
        <div className={classes['part']}>
          <h3>What comes back</h3>
          {answer === null ? (
            <p className={classes['muted']}>
              <code>null</code>: the function answers nothing.
            </p>
          ) : (
            <AnswerFields name={name} fields={answer} />
          )}
        </div>
      </Panel>
    </div>
  );
}

/** Rows that a page shows at once; functions of Moodle answer with many more than most readers want to know. */
const FEW = 12;

function AnswerFields({ name, fields }: { readonly name: string; readonly fields: readonly WebserviceFieldDto[] }) {
  const table = <FieldTable label={`Answer of ${name}`} fields={fields} sent={false} />;
  if (fields.length <= FEW) return table;
  return (
    <details className={classes['details']}>
      <summary>All {fields.length} parts of the answer</summary>
      {table}
    </details>
  );
}
