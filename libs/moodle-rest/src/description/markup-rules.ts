const LANGUAGE_TAG = /<lang lang="[a-zA-Z0-9_-]+"\s*>/y;
const SPAN_TAG = /<span(?:\s+lang="[a-zA-Z0-9_-]+"|\s+class="multilang"){2}\s*>/y;

/**
 * Whether the text has no tags that Moodle would strip. With `multilang` it may have those of texts in several
 * languages: `<lang lang="…">` or `<span lang="…" class="multilang">`, of one kind, and closed.
 */
export function isPlainText(text: string, allowed: 'no markup' | 'multilang'): boolean {
  if (!text.includes('<')) return true;
  if (allowed === 'multilang') {
    if (text.includes('</lang>')) return hasOnlyPairs(text, LANGUAGE_TAG, '</lang>');
    if (text.includes('</span>')) return hasOnlyPairs(text, SPAN_TAG, '</span>');
  }
  return !hasTags(text);
}

/** Whether PHP's `strip_tags` would take something away: a `<` that no white space follows opens a tag. */
function hasTags(text: string): boolean {
  return /<(?![ \t\n\v\f\r])/.test(text);
}

/** Every `<` up to the last `>` is one of the two tags, and after each closing tag and at the end nothing is open. */
function hasOnlyPairs(text: string, opening: RegExp, closing: string): boolean {
  const lastEnd = text.lastIndexOf('>');
  let isOpen = false;
  for (let at = text.indexOf('<'); at >= 0 && at < lastEnd; at = text.indexOf('<', at + 1)) {
    if (text.startsWith(closing, at)) {
      if (!isOpen) return false;
      isOpen = false;
    } else {
      opening.lastIndex = at;
      if (!opening.test(text)) return false;
      isOpen = true;
    }
  }
  return !isOpen && !hasTags(text.slice(lastEnd));
}
