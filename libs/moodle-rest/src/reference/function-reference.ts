import type { Description, Presence } from '../description/description.js';
import type { ScalarType } from '../description/scalar-types.js';
import type { FunctionCapability, MoodleFunction } from '../server/function.js';
import { exampleOf, type ExampleReference } from './example.js';

/** What is known of a value that is sent or answered, for people and tools to read. Plain data, fit for JSON. */
export type TypeReference =
  | { readonly kind: 'value'; readonly type: ScalarType; readonly nullAllowed: boolean; readonly text: string }
  | {
      readonly kind: 'list';
      readonly content: TypeReference;
      readonly emptyStringIsEmpty: boolean;
      readonly text: string;
    }
  | { readonly kind: 'structure'; readonly fields: readonly FieldReference[]; readonly text: string };

export interface FieldReference {
  readonly name: string;
  readonly presence: Presence;
  /** Only where `presence` is `default`. */
  readonly default?: unknown;
  readonly type: TypeReference;
}

/** One declared function without its work. */
export interface FunctionReference {
  readonly name: string;
  readonly description: string;
  readonly capability: FunctionCapability | null;
  /** Whether a request of which part cannot be read is refused. */
  readonly needsWholeRequest: boolean;
  readonly parameters: readonly FieldReference[];
  /** Null for a function that answers nothing. */
  readonly returns: TypeReference | null;
  /** Null when none is declared. */
  readonly example: ExampleReference | null;
}

/** The reference of one declaration. Throws when the declared example is not what the declaration accepts. */
export function referenceOf<Caller>(declared: MoodleFunction<Caller>): FunctionReference {
  const { name, description, capability, needsWholeRequest = false, parameters, returns } = declared;
  return {
    name,
    description,
    capability,
    needsWholeRequest,
    parameters: fieldsOf(parameters.keys),
    returns: returns === null ? null : typeOf(returns),
    example: exampleOf(declared),
  };
}

function fieldsOf(keys: Readonly<Record<string, Description>>): FieldReference[] {
  return Object.entries(keys).map(([name, description]) => ({
    name,
    presence: description.presence,
    ...(description.presence === 'default' ? { default: description.default } : {}),
    type: typeOf(description),
  }));
}

function typeOf(description: Description): TypeReference {
  const { text } = description;
  switch (description.kind) {
    case 'value':
      return { kind: 'value', type: description.type, nullAllowed: description.nullAllowed, text };
    case 'list':
      return {
        kind: 'list',
        content: typeOf(description.content),
        emptyStringIsEmpty: description.emptyStringIsEmpty,
        text,
      };
    case 'structure':
      return { kind: 'structure', fields: fieldsOf(description.keys), text };
  }
}
