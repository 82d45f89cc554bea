import type { ScalarType, ScalarValues } from './scalar-types.js';

/** Whether a key may be absent. `default`: it then has the default value. */
export type Presence = 'required' | 'optional' | 'default';

interface Described<P extends Presence> {
  readonly presence: P;
  readonly text: string;
  readonly default?: unknown;
}

export interface ValueDescription<
  T extends ScalarType = ScalarType,
  P extends Presence = Presence,
  N extends boolean = boolean,
> extends Described<P> {
  readonly kind: 'value';
  readonly type: T;
  readonly nullAllowed: N;
}

export interface StructureDescription<K extends Keys = Keys, P extends Presence = Presence> extends Described<P> {
  readonly kind: 'structure';
  readonly keys: K;
}

export interface ListDescription<C = unknown, P extends Presence = Presence> extends Described<P> {
  readonly kind: 'list';
  readonly content: C;
  /** The empty string in place of the list means an empty list; Moodle itself refuses it. */
  readonly emptyStringIsEmpty: boolean;
}

export type Description = ValueDescription | StructureDescription | AnyList;
export interface AnyList extends ListDescription {
  readonly content: Description;
}
export interface Keys {
  readonly [key: string]: Description;
}

const ENTRIES = new WeakMap<Keys, readonly (readonly [string, Description])[]>();

/** The keys of a structure with their descriptions, in their order; made once, since every call walks them. */
export function entriesOf(keys: Keys): readonly (readonly [string, Description])[] {
  let entries = ENTRIES.get(keys);
  if (entries === undefined) {
    entries = Object.entries(keys);
    ENTRIES.set(keys, entries);
  }
  return entries;
}

/** A scalar. Null is allowed unless `notNull` says otherwise, as in Moodle. */
export function value<T extends ScalarType>(type: T, text = ''): ValueDescription<T, 'required', true> {
  return { kind: 'value', type, text, presence: 'required', nullAllowed: true };
}

export function structure<K extends Keys>(keys: K, text = ''): StructureDescription<K, 'required'> {
  return { kind: 'structure', keys, text, presence: 'required' };
}

export function list<C extends Description>(
  content: C,
  text = '',
  options: { emptyStringIsEmpty?: boolean } = {},
): ListDescription<C, 'required'> {
  const { emptyStringIsEmpty = false } = options;
  return { kind: 'list', content, text, presence: 'required', emptyStringIsEmpty };
}

type Required = { readonly presence: 'required' };
type WithPresence<D, P extends Presence> =
  D extends ValueDescription<infer T, 'required', infer N>
    ? ValueDescription<T, P, N>
    : D extends StructureDescription<infer K, 'required'>
      ? StructureDescription<K, P>
      : D extends ListDescription<infer C, 'required'>
        ? ListDescription<C, P>
        : never;

// The casts below: of a description whose type is still open the compiler cannot tell what `WithPresence` makes of it.

export function optional<D extends Description & Required>(description: D): WithPresence<D, 'optional'> {
  return { ...description, presence: 'optional' } as unknown as WithPresence<D, 'optional'>;
}

/** `fallback` has the shape of the parameter and is validated like one that was sent. */
export function withDefault<D extends Description & Required>(
  description: D,
  fallback: InputOf<D>,
): WithPresence<D, 'default'> {
  return { ...description, presence: 'default', default: fallback } as unknown as WithPresence<D, 'default'>;
}

export function notNull<T extends ScalarType, P extends Presence>(
  description: ValueDescription<T, P>,
): ValueDescription<T, P, false> {
  return { ...description, nullAllowed: false };
}

type OptionalKeys<K> = { [key in keyof K]: K[key] extends { presence: 'optional' } ? key : never }[keyof K];
type PresentKeys<K> = Exclude<keyof K, OptionalKeys<K>>;

/** What a handler receives. REST cannot send null, so it never comes unless as a default. */
export type InputOf<D> =
  D extends ValueDescription<infer T>
    ? ScalarValues[T]
    : D extends StructureDescription<infer K>
      ? { readonly [key in PresentKeys<K>]: InputOf<K[key]> } & { readonly [key in OptionalKeys<K>]?: InputOf<K[key]> }
      : D extends ListDescription<infer C>
        ? readonly InputOf<C>[]
        : never;

type RequiredKeys<K> = { [key in keyof K]: K[key] extends { presence: 'required' } ? key : never }[keyof K];

/** What a caller has to send: keys that have a default may be left out. */
export type SentOf<K extends Keys> = { readonly [key in RequiredKeys<K>]: InputOf<K[key]> } & {
  readonly [key in Exclude<keyof K, RequiredKeys<K>>]?: InputOf<K[key]>;
};

/** What a handler answers. */
export type OutputOf<D> =
  D extends ValueDescription<infer T, Presence, infer N>
    ? ScalarValues[T] | (N extends true ? null : never)
    : D extends StructureDescription<infer K>
      ? { readonly [key in PresentKeys<K>]: OutputOf<K[key]> } & {
          readonly [key in OptionalKeys<K>]?: OutputOf<K[key]>;
        }
      : D extends ListDescription<infer C>
        ? readonly OutputOf<C>[]
        : D extends null
          ? null
          : never;
