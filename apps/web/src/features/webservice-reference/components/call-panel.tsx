import type { WebserviceReferenceDto } from '@pulsetech/contracts';
import { TOKEN_PLACEHOLDER } from '@pulsetech/contracts/constants';
import type { ReactNode } from 'react';
import { Panel } from '../../../components/panel.js';
import { CodeBlock } from '../../../components/code-block.js';
import { ExamplePair } from './example-pair.js';
import type { SampleChoice } from './sample-choice.js';
import entries from './entries.module.css';

const RULES: readonly { readonly about: string; readonly rule: ReactNode }[] = [
  {
    about: 'Method',
    rule: (
      <>
        POST with a form, <code>application/x-www-form-urlencoded</code> or <code>multipart/form-data</code>. GET with
        everything in the query works as well. A body in JSON is not read.
      </>
    ),
  },
  {
    about: 'Token',
    rule: (
      <>
        <code>wstoken={TOKEN_PLACEHOLDER}</code>, or the header <code>Authorization: Bearer {TOKEN_PLACEHOLDER}</code>.
        Better not in the query: addresses end up in logs.
      </>
    ),
  },
  {
    about: 'Function',
    rule: (
      <>
        <code>wsfunction=</code> and the name of one of the functions below.
      </>
    ),
  },
  {
    about: 'Format',
    rule: (
      <>
        <code>moodlewsrestformat=json</code>. Without it the answer is XML, errors included.
      </>
    ),
  },
  {
    about: 'Lists',
    rule: (
      <>
        <code>discord_roles[0]=…&amp;discord_roles[1]=…</code> or <code>discord_roles[]=…</code> several times. A
        structure in a list is <code>name[0][key]=…</code>
      </>
    ),
  },
  {
    about: 'No roles at all',
    rule: (
      <>
        A form cannot hold an empty list. For a member without roles leave <code>discord_roles</code> out, or send{' '}
        <code>discord_roles[0]=</code>
      </>
    ),
  },
  {
    about: 'Values',
    rule: (
      <>
        Numbers are plain decimals without spaces, true and false are <code>1</code> and <code>0</code>. Discord’s ids
        are text. Text is UTF-8 and holds no HTML tags.
      </>
    ),
  },
  {
    about: 'Absent values',
    rule: 'JSON leaves absent optional keys out; XML has every key, absent ones as null.',
  },
  {
    about: 'Failure',
    rule: (
      <>
        The status is 200 even then. An answer with the key <code>exception</code> (in XML:{' '}
        <code>&lt;EXCEPTION&gt;</code>) is a failure; decide by its <code>errorcode</code>.
      </>
    ),
  },
];

interface CallPanelProps {
  readonly reference: WebserviceReferenceDto;
  readonly choice: SampleChoice;
}

/** One call whole, and the rules that hold for every function. */
export function CallPanel({ reference, choice }: CallPanelProps) {
  const [first] = reference.functions;
  return (
    <Panel title="Call a function" lead="All functions have one address.">
      <CodeBlock label="Address of the web service" code={reference.address} />
      {first === undefined ? null : <ExamplePair title="A first call" described={first} choice={choice} />}
      <table className={entries['entries']} aria-label="Rules of a call">
        <thead>
          <tr>
            <th scope="col">About</th>
            <th scope="col">Rule</th>
          </tr>
        </thead>
        <tbody>
          {RULES.map(({ about, rule }) => (
            <tr key={about}>
              <th scope="row">{about}</th>
              <td>{rule}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
