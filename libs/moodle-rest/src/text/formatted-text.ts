import { htmlSpecialCharsAndApostrophes } from '../php/encoding.js';
import { stripTags } from '../php/strip-tags.js';
import type { CallSettings } from '../server/call-context.js';

/** Moodle's numbers of the formats of a text. */
export const TEXT_FORMATS = { moodle: 0, html: 1, plain: 2, markdown: 4 } as const;

type TextSettings = Pick<CallSettings, 'raw'>;

/**
 * A name of something, such as a course, as Moodle's core functions print it: without tags and with what is left of `<`,
 * `>` and `&` escaped, unless the call asks for texts as they are stored.
 */
export function formatName(name: string, { raw }: TextSettings): string {
  return raw ? name : escapeBrackets(stripTags(escapeAmpersands(name)));
}

/**
 * A longer text with its format, as Moodle's core functions print it: as HTML, unless the call asks for it as stored.
 * Moodle cleans markup and keeps what is harmless; here all of it is taken out.
 */
export function formatText(
  { text, format }: { readonly text: string; readonly format: number },
  { raw }: TextSettings,
): { readonly text: string; readonly format: number } {
  if (text === '' || raw) return { text, format };
  return { text: toHtml(text, format), format: TEXT_FORMATS.html };
}

function toHtml(text: string, format: number): string {
  if (format === TEXT_FORMATS.plain) return withBreaks(escapePlain(text).replaceAll('  ', '&nbsp; '));
  const safe = formatName(text, { raw: false });
  return format === TEXT_FORMATS.html ? safe : withBreaks(safe);
}

/** Those that begin no entity. */
function escapeAmpersands(text: string): string {
  return text.replace(/&(?![a-zA-Z0-9#]{1,8};)/g, '&amp;');
}

function escapeBrackets(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Numeric entities stay what they are. */
function escapePlain(text: string): string {
  return htmlSpecialCharsAndApostrophes(text).replace(/&amp;#(\d+|x[0-9a-f]+);/gi, '&#$1;');
}

function withBreaks(html: string): string {
  return html.replace(/\r\n|\n\r|\n|\r/g, '<br />$&');
}
