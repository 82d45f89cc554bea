import type { FieldReference, TypeReference } from './function-reference.js';

/** One line of a table of parameters or of an answer: everything that can be sent or can come, parents before children. */
export interface FieldRow {
  /** As it is written: `enrolments[0][roleid]` in a request, `courses[].roles[]` in an answer. Empty for the answer itself. */
  readonly path: string;
  /** For people: `int`, `list of text`, `structure`; `or null` where null may come. */
  readonly type: string;
  readonly presence: FieldReference['presence'];
  /** As JSON, a boolean as it is sent; null when there is none. */
  readonly default: string | null;
  readonly text: string;
}

/** Rows of a function's parameters, named with PHP's brackets; `0` stands for each place of a list. */
export function parameterRows(parameters: readonly FieldReference[]): FieldRow[] {
  return parameters.flatMap((field) => rowsOf(field, field.name, REQUEST));
}

/** Rows of an answer. An answer that is a list or a single value has a first row without a path. */
export function answerRows(returns: TypeReference): FieldRow[] {
  if (returns.kind === 'structure') {
    return returns.fields.flatMap((field) => rowsOf(field, field.name, ANSWER));
  }
  return rowsOf({ name: '', presence: 'required', type: returns }, '', ANSWER);
}

interface Spelling {
  readonly place: (path: string) => string;
  readonly key: (path: string, name: string) => string;
  /** REST cannot send null. */
  readonly nulls: boolean;
}

const REQUEST: Spelling = {
  place: (path) => `${path}[0]`,
  key: (path, name) => `${path}[${name}]`,
  nulls: false,
};
const ANSWER: Spelling = { place: (path) => `${path}[]`, key: (path, name) => `${path}.${name}`, nulls: true };

function rowsOf(field: FieldReference, path: string, spelling: Spelling): FieldRow[] {
  const row: FieldRow = {
    path: isListOfValues(field.type) ? spelling.place(path) : path,
    type: typeName(field.type, spelling),
    presence: field.presence,
    default: field.presence === 'default' ? defaultText(field.default) : null,
    text: textOf(field.type),
  };
  return [row, ...childRows(field.type, path, spelling)];
}

function childRows(type: TypeReference, path: string, spelling: Spelling): FieldRow[] {
  if (type.kind === 'value') return [];
  if (type.kind === 'list') return childRows(type.content, spelling.place(path), spelling);
  return type.fields.flatMap((field) => rowsOf(field, spelling.key(path, field.name), spelling));
}

/** A boolean is sent as a number. */
function defaultText(fallback: unknown): string {
  return JSON.stringify(typeof fallback === 'boolean' ? Number(fallback) : fallback);
}

/** The text of a list of values often stands at the value alone. */
function textOf(type: TypeReference): string {
  return type.text === '' && type.kind === 'list' ? textOf(type.content) : type.text;
}

function isListOfValues(type: TypeReference): boolean {
  return type.kind === 'list' && type.content.kind === 'value';
}

function typeName(type: TypeReference, spelling: Spelling): string {
  switch (type.kind) {
    case 'value':
      return type.nullAllowed && spelling.nulls ? `${type.type} or null` : type.type;
    case 'list':
      return `list of ${listed(type.content, spelling)}`;
    case 'structure':
      return 'structure';
  }
}

function listed(content: TypeReference, spelling: Spelling): string {
  return content.kind === 'structure' ? 'structures' : typeName(content, { ...spelling, nulls: false });
}
