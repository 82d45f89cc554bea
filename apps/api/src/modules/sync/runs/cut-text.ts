/** MariaDB's `text` holds 65,535 bytes, and a character takes up to four. */
export const LONGEST_TEXT = 4000;

/** No longer than `longest` characters; what was cut ends in an ellipsis. */
export function cutText(text: string, longest = LONGEST_TEXT): string {
  if (text.length <= longest) return text;
  // By code points, so that no character is cut in two.
  return `${Array.from(text.slice(0, longest - 1))
    .filter((char) => !isHalf(char))
    .join('')}…`;
}

function isHalf(char: string): boolean {
  return char.length === 1 && /[\uD800-\uDFFF]/.test(char);
}
