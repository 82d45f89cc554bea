import { CHARACTERS, isOfCharacters, type ScalarType } from '../description/scalar-types.js';
import type { FieldReference, TypeReference } from './function-reference.js';

/** The part of JSON Schema 2020-12 that the description needs. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly items?: JsonSchema;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly oneOf?: readonly JsonSchema[];
}

/** What may be sent for each type; JSON has no spelling for the rules about tags, so those stand in the words. */
const SENT: Readonly<Record<Exclude<ScalarType, keyof typeof CHARACTERS>, JsonSchema>> = {
  int: { type: 'integer' },
  float: { type: 'number' },
  bool: { type: 'integer', enum: [0, 1] },
  text: { type: 'string' },
  notags: { type: 'string' },
  raw: { type: 'string' },
  raw_trimmed: { type: 'string' },
  auth: { type: 'string' },
  plugin: { type: 'string' },
  theme: { type: 'string' },
  timezone: { type: 'string' },
  url: { type: 'string' },
  localurl: { type: 'string' },
  file: { type: 'string' },
  path: { type: 'string' },
  area: { type: 'string' },
  component: { type: 'string' },
  email: { type: 'string' },
  stringid: { type: 'string' },
};

function sentValue(type: ScalarType): JsonSchema {
  return isOfCharacters(type) ? { type: 'string', pattern: CHARACTERS[type].source } : SENT[type];
}

function answeredSchema(type: ScalarType): JsonSchema {
  return type === 'bool' ? { type: 'boolean' } : { type: sentValue(type).type ?? 'string' };
}

/** The schema of an answer in JSON. */
export function answerSchema(returns: TypeReference | null): JsonSchema {
  return returns === null ? { type: 'null', description: 'The function answers nothing.' } : schemaOf(returns);
}

function schemaOf(type: TypeReference): JsonSchema {
  const words = described(type.text);
  switch (type.kind) {
    case 'value': {
      const schema = answeredSchema(type.type);
      return type.nullAllowed ? { ...schema, ...words, type: [String(schema.type), 'null'] } : { ...schema, ...words };
    }
    case 'list':
      return { type: 'array', ...words, items: schemaOf(type.content) };
    case 'structure':
      return structureSchema(type.fields, words);
  }
}

function structureSchema(fields: readonly FieldReference[], words: JsonSchema): JsonSchema {
  const required = fields.filter(({ presence }) => presence !== 'optional').map(({ name }) => name);
  const object: JsonSchema = {
    type: 'object',
    ...words,
    properties: Object.fromEntries(fields.map(({ name, type }) => [name, schemaOf(type)])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
  // PHP has one kind of array: a structure of which nothing is present reads `[]`.
  return required.length === 0 ? { oneOf: [object, { type: 'array', maxItems: 0 }] } : object;
}

/** Fields of a form, and which of them must be sent. */
export interface FormSchema {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
}

/**
 * The schema of parameters as variables of a form. A list of values is one field `name[]` that is repeated, which forms can
 * say. A list of structures is spelt out for its first place, with a pattern for the others: forms cannot say more.
 */
export function formSchema(parameters: readonly FieldReference[]): FormSchema {
  const properties: Record<string, JsonSchema> = {};
  const patternProperties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  const add = (name: string, type: TypeReference, presence: FieldReference['presence'], fallback?: unknown): void => {
    if (type.kind === 'structure') {
      for (const field of type.fields) {
        const inner = presence === 'required' ? field.presence : 'optional';
        add(`${name}[${field.name}]`, field.type, inner, field.default);
      }
      return;
    }
    if (type.kind === 'list' && type.content.kind !== 'value') {
      add(`${name}[0]`, type.content, 'optional');
      return;
    }
    const fieldName = type.kind === 'list' ? `${name}[]` : name;
    const schema = sentSchema(type);
    properties[fieldName] = fallback === undefined ? schema : { ...schema, default: sentDefault(fallback) };
    if (fieldName.includes('[0]')) patternProperties[placesPattern(fieldName)] = schema;
    const isEmptyAccepted = type.kind === 'list' && type.emptyStringIsEmpty;
    if (presence === 'required' && !isEmptyAccepted) required.push(fieldName);
  };
  for (const { name, type, presence, default: fallback } of parameters) add(name, type, presence, fallback);
  return { properties, patternProperties, required };
}

function sentSchema(type: TypeReference): JsonSchema {
  const words = described(type.text);
  if (type.kind === 'list') return { type: 'array', ...words, items: sentSchema(type.content) };
  return type.kind === 'value' ? { ...sentValue(type.type), ...words } : words;
}

function sentDefault(fallback: unknown): unknown {
  return typeof fallback === 'boolean' ? Number(fallback) : fallback;
}

function placesPattern(name: string): string {
  return `^${name.replace(/[[\]]/g, '\\$&').replaceAll('\\[0\\]', '\\[\\d+\\]')}$`;
}

function described(text: string): JsonSchema {
  return text === '' ? {} : { description: text };
}
