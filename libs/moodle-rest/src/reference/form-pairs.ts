/** A value of a declared parameter as plain data: what a handler would receive. */
type Sent = string | number | boolean | readonly Sent[] | { readonly [key: string]: Sent | undefined };

/** One variable of a form: its name with PHP's brackets, and its text. */
export type FormPair = readonly [name: string, value: string];

/**
 * Spells parameters as a form does it for PHP: `discord_roles[0]=…`, `enrolments[0][roleid]=5`, and 1 or 0 for booleans.
 * An empty list has no spelling in a form: nothing is sent for it.
 */
export function formPairs(parameters: unknown): FormPair[] {
  if (!isStructure(parameters)) return [];
  return Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : spell(name, value)));
}

function spell(name: string, value: Sent): FormPair[] {
  if (isList(value)) return value.flatMap((item, index) => spell(`${name}[${index}]`, item));
  if (isStructure(value)) {
    return Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : spell(`${name}[${key}]`, item)));
  }
  return [[name, typeof value === 'boolean' ? String(Number(value)) : String(value)]];
}

function isList(value: Sent): value is readonly Sent[] {
  return Array.isArray(value);
}

function isStructure(value: unknown): value is { readonly [key: string]: Sent | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
