import { PhpArray, type PhpValue } from './php-array.js';
import type { VariableBudget } from './variable-budget.js';
import { isSpace } from './white-space.js';

/** PHP's `max_input_nesting_level`. */
const MAX_NESTING = 64;

/**
 * Adds one request variable to the others by PHP's rules: `a[b][]=v` nests, text after a closing bracket is dropped,
 * spaces and dots before the first bracket become underscores, an unclosed bracket becomes an underscore, and the last
 * value of a scalar wins. Answers whether nothing was lost: neither this variable nor another one that it replaced.
 * Throws TooManyVariablesError when it makes more arrays than the budget has.
 */
export function registerVariable(variables: PhpArray, rawName: string, value: string, budget: VariableBudget): boolean {
  const name = untilNul(rawName).replace(/^ +/, '');
  const bracket = name.indexOf('[');
  const base = plainName(bracket < 0 ? name : name.slice(0, bracket));
  if (base === '') return rawName === '';
  if (bracket < 0) return put(variables, base, value);
  const path = bracketPath(name, bracket);
  if (path === 'too deep') return false;
  if (path.length === 0) return put(variables, plainName(`${base}_${name.slice(bracket + 1)}`), value);
  let target = variables;
  let key: string | null = base;
  let isKept = true;
  for (const next of path) {
    const child = childArray(target, key, budget);
    isKept = child.isKept && isKept;
    target = child.array;
    key = next;
  }
  return put(target, key, value) && isKept;
}

/** The indexes of `[a][b][]`; null stands for an empty one. Ends at the first thing that is no closed bracket. */
function bracketPath(name: string, first: number): (string | null)[] | 'too deep' {
  const path: (string | null)[] = [];
  let at = first;
  while (name[at] === '[') {
    if (path.length >= MAX_NESTING) return 'too deep';
    const afterSpace = isSpace(name[at + 1]) ? at + 2 : at + 1;
    const close = name.indexOf(']', afterSpace);
    if (close < 0) return path;
    path.push(close === afterSpace ? null : name.slice(at + 1, close));
    at = close + 1;
  }
  return path;
}

function childArray(
  parent: PhpArray,
  key: string | null,
  budget: VariableBudget,
): { readonly array: PhpArray; readonly isKept: boolean } {
  const existing = key === null ? undefined : parent.get(key);
  if (existing instanceof PhpArray) return { array: existing, isKept: true };
  budget.spendArray();
  const array = new PhpArray();
  return { array, isKept: put(parent, key, array) };
}

/** Whether the value found its place and replaced nothing but itself or an empty text. */
function put(target: PhpArray, key: string | null, value: PhpValue): boolean {
  if (key === null) return target.push(value);
  const replaced = target.get(key);
  target.set(key, value);
  return replaced === undefined || replaced === '' || replaced === value;
}

function plainName(name: string): string {
  return name.replace(/[ .[]/g, '_');
}

function untilNul(name: string): string {
  const nul = name.indexOf('\0');
  return nul < 0 ? name : name.slice(0, nul);
}
