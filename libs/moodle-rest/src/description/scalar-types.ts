import { isPrintedInteger } from '../php/integers.js';
import { isFixedUtf8, isTrimmed } from '../php/text-cleaning.js';
import { isEmailAddress, isUrl } from './address-rules.js';
import { isPlainText } from './markup-rules.js';

/**
 * Moodle's PARAM types that this library knows. Of `auth`, `lang` and `theme` it knows how their names are formed, of
 * `localurl` how addresses are; what of them exists on the site is the application's to know.
 */
export type ScalarType = 'int' | 'float' | 'bool' | TextType;

type TextType =
  | 'text'
  | 'notags'
  | 'raw'
  | 'raw_trimmed'
  | 'alpha'
  | 'alphaext'
  | 'alphanum'
  | 'alphanumext'
  | 'area'
  | 'auth'
  | 'component'
  | 'email'
  | 'file'
  | 'lang'
  | 'localurl'
  | 'path'
  | 'plugin'
  | 'safedir'
  | 'safepath'
  | 'sequence'
  | 'stringid'
  | 'theme'
  | 'timezone'
  | 'url'
  | 'username';

/** The value of each type in our code. */
export interface ScalarValues extends Record<TextType, string> {
  int: number;
  float: number;
  bool: boolean;
}

const CODE_NAME = /^[a-zA-Z0-9_-]*$/;

/** The types that are nothing but a choice of characters. */
export const CHARACTERS = {
  alpha: /^[a-zA-Z]*$/,
  alphaext: /^[a-zA-Z_-]*$/,
  alphanum: /^[a-zA-Z0-9]*$/,
  alphanumext: CODE_NAME,
  lang: CODE_NAME,
  safedir: CODE_NAME,
  safepath: /^[a-zA-Z0-9/_-]*$/,
  sequence: /^[0-9,]*$/,
  username: /^[-.@_a-z0-9]*$/,
} satisfies Partial<Record<ScalarType, RegExp>>;

/** Whether Moodle's cleaning of each type would leave the text as it is, which is what it asks of a value. */
const UNCHANGED_BY_CLEANING: Readonly<Record<Exclude<ScalarType, keyof typeof CHARACTERS>, (text: string) => boolean>> =
  {
    int: isPrintedInteger,
    float: (text) => /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?\n?$/i.test(text),
    bool: (text) => text === '0' || text === '1',
    text: (text) => isFixedUtf8(text) && isPlainText(text, 'multilang'),
    notags: (text) => isFixedUtf8(text) && isPlainText(text, 'no markup'),
    raw: isFixedUtf8,
    raw_trimmed: (text) => isFixedUtf8(text) && isTrimmed(text),
    area: isPluginName,
    auth: isPluginName,
    component: isComponentName,
    email: (text) => text === '' || isEmailAddress(text),
    file: isFileName,
    localurl: (text) => text === '' || isUrl(text),
    path: isPath,
    plugin: isPluginName,
    stringid: (text) => text === '' || /^[a-zA-Z][a-zA-Z0-9.:/_-]*\n?$/.test(text),
    theme: isPluginName,
    timezone: (text) => text === '' || isTimezone(text),
    url: (text) => text === '' || isUrl(text),
  };

export function isAcceptable(type: ScalarType, text: string): boolean {
  return isOfCharacters(type) ? CHARACTERS[type].test(text) : UNCHANGED_BY_CLEANING[type](text);
}

/** Whether the type is nothing but a choice of characters. */
export function isOfCharacters(type: ScalarType): type is keyof typeof CHARACTERS {
  return Object.hasOwn(CHARACTERS, type);
}

/** Turns an accepted text into the value of its type. Of integers beyond 2^53 it is the nearest that JavaScript has. */
export function toScalar(type: ScalarType, text: string): number | boolean | string {
  if (type === 'int' || type === 'float') return Number(text);
  if (type === 'bool') return text === '1';
  return text;
}

// In the rules below that end in `\n?$`, Moodle's own let a line break at the end through.

function isPluginName(text: string): boolean {
  return (
    text === '' || (/^[a-z][a-z0-9_]*\n?$/.test(text) && /[^_\n]\n?$/.test(text.slice(1)) && !text.includes('__', 2))
  );
}

function isComponentName(text: string): boolean {
  if (text === '') return true;
  if (!/^[a-z](?:[a-z0-9]+|[a-z0-9]*_[a-z][a-z0-9_]*[a-z0-9])\n?$/.test(text) || text.includes('__')) return false;
  return !text.startsWith('mod_') || text.lastIndexOf('_') === 3;
}

const NOT_IN_FILE_NAMES = /[\0-\x1f\x7f-\x9f&<>"`|':\\/]/;

function isFileName(text: string): boolean {
  return isFixedUtf8(text) && !NOT_IN_FILE_NAMES.test(text) && text !== '.' && text !== '..';
}

/** File names between single slashes; the first may be `.`, for the current directory. */
function isPath(text: string): boolean {
  return (
    !text.includes('//') &&
    text.split('/').every((part, position) => (part === '.' && position === 0) || isFileName(part))
  );
}

/** A name like `America/Port-au-Prince`, or hours from UTC, or 99 for the server's own. The `|` of `[5|0]` is Moodle's own. */
function isTimezone(text: string): boolean {
  if (/^(?:[+-]?(?:0?[0-9](?:\.[5|0])?|1[0-3](?:\.0)?|1[0-2]\.5)|99)\n?$/.test(text)) return true;
  return /^[A-Za-z0-9]*[A-Za-z](?<=..)\n?$|^[A-Za-z0-9]+(?:[_-]|\/[A-Za-z_-])(?:\/?[A-Za-z_-])*\n?$/.test(text);
}
