import { Matches } from 'class-validator';

/** No control characters, no line separators, and nothing that overrides the direction of the text around it. */
const SINGLE_LINE = /^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u;

/** Whether a name can be shown within other text, on a page or in the log, without changing how that looks. */
export function isSingleLine(text: string): boolean {
  return SINGLE_LINE.test(text);
}

/** Accepts a name by the rule of `isSingleLine`. */
export function IsSingleLine(): PropertyDecorator {
  return Matches(SINGLE_LINE, { message: 'Enter the name without line breaks and invisible control characters.' });
}
