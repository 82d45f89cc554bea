/** Whether C's `isspace` takes the character for white space: a space, or one of tab to carriage return. */
export function isSpace(character: string | undefined): boolean {
  return character === ' ' || (character !== undefined && character >= '\t' && character <= '\r');
}
