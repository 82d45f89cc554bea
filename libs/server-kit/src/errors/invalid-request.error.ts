import type { ValidationError } from 'class-validator';
import { DomainError } from './domain-error.js';

/** What was sent does not have the form that is asked for; `fields` tells where. Always answered with 400. */
export class InvalidRequestError extends DomainError<'invalid_request'> {
  constructor(message: string, fields?: Readonly<Record<string, string>>) {
    super('invalid_request', message, fields ? { fields } : {});
  }

  /** From class-validator's findings: the first message of each field, nested fields as `parent.child`. */
  static fromValidation(errors: readonly ValidationError[]): InvalidRequestError {
    const fields = Object.fromEntries(errors.flatMap((error) => messages(error, '')));
    const [only, ...more] = Object.values(fields);
    const message = only !== undefined && more.length === 0 ? only : 'Some fields need your attention.';
    return new InvalidRequestError(message, fields);
  }
}

function messages(error: ValidationError, parent: string): [string, string][] {
  const path = parent + error.property;
  const own = Object.entries(error.constraints ?? {}).map(([rule, text]): [string, string] => [
    path,
    rule === 'whitelistValidation' ? 'This field is not known here.' : text,
  ]);
  return [...own.slice(0, 1), ...(error.children ?? []).flatMap((child) => messages(child, `${path}.`))];
}
