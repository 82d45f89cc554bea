import type { WebserviceFieldDto } from '@pulsetech/contracts';
import { fieldWords } from '../reference-words.js';
import entries from './entries.module.css';

interface FieldTableProps {
  readonly label: string;
  readonly fields: readonly WebserviceFieldDto[];
  /** Whether these are parameters, rather than parts of an answer. */
  readonly sent: boolean;
}

export function FieldTable({ label, fields, sent }: FieldTableProps) {
  return (
    <table className={entries['entries']} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Name and type</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field.path}>
            <th scope="row">
              {field.path === '' ? 'The answer itself' : <code>{field.path}</code>}
              <span className={entries['detail']}>{fieldWords(field, sent)}</span>
            </th>
            <td>{field.text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
