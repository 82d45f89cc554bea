/** Moodle's PARAM types of names and addresses: words of which the shape is fixed. */
export type WordType =
  'username' | 'auth' | 'plugin' | 'lang' | 'theme' | 'timezone' | 'url' | 'localurl' | 'file' | 'path';

const EMPTY_OR_PLUGIN = /^(?:[a-z](?:[a-z0-9]|_(?!_))*[a-z0-9])?$/;
const EMPTY_OR_WEB_ADDRESS = /^(?:https?:\/\/[^\s"<>\\^`{|}]+)?$/i;

/** Whether Moodle's cleaning of each type would leave the word as it is; every type leaves the empty word. */
export const WORD_UNCHANGED: Readonly<Record<WordType, (word: string) => boolean>> = {
  username: (word) => /^[-.@_a-z0-9]*$/.test(word),
  auth: (word) => EMPTY_OR_PLUGIN.test(word),
  plugin: (word) => EMPTY_OR_PLUGIN.test(word),
  lang: (word) => /^(?:[a-z]{2,3}(?:_[a-z0-9]+)*)?$/.test(word),
  theme: (word) => /^(?:[a-z][a-z0-9_]*)?$/.test(word),
  timezone: (word) => /^[-+a-zA-Z0-9_/.]*$/.test(word),
  url: (word) => EMPTY_OR_WEB_ADDRESS.test(word),
  localurl: (word) => EMPTY_OR_WEB_ADDRESS.test(word) || /^\/[^\s"<>\\^`{|}]*$/.test(word),
  file: (word) => !hasControl(word) && !/[/\\:&<>"`|']/.test(word) && !word.includes('..'),
  path: (word) => !hasControl(word) && !/[\\:&<>"`|']|\/\/|(?:^|\/)\.{1,2}(?:\/|$)/.test(word),
};

function hasControl(word: string): boolean {
  return [...word].some((character) => character < ' ' || character === '\x7f');
}
