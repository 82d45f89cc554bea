import type { WebserviceErrorDto } from '@pulsetech/contracts';
import entries from './entries.module.css';

interface ErrorTableProps {
  readonly label: string;
  readonly errors: readonly WebserviceErrorDto[];
}

export function ErrorTable({ label, errors }: ErrorTableProps) {
  return (
    <table className={entries['entries']} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">errorcode</th>
          <th scope="col">What it means, and what to do</th>
        </tr>
      </thead>
      <tbody>
        {errors.map(({ errorcode, means, toDo }) => (
          <tr key={errorcode}>
            <th scope="row">{errorcode === null ? 'no errorcode' : <code>{errorcode}</code>}</th>
            <td>
              {means}
              <span className={entries['detail']}>{toDo}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
