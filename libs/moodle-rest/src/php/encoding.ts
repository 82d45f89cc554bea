/** JSON text as PHP's `json_encode` writes it by default: ASCII only, slashes escaped. The input is JSON already. */
export function phpJson(json: string): string {
  return json
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** PHP's `htmlspecialchars($text, ENT_COMPAT)`: the apostrophe stays. */
export function htmlSpecialChars(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
