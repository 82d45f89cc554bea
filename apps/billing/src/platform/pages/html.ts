/** Text that is HTML already and is put into a page as it is. */
export class Html {
  constructor(readonly source: string) {}
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template whose values are escaped, for text and for quoted attributes; lists of Html are joined. */
export function html(strings: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
  return new Html(
    strings.reduce((page, part, position) => {
      const value = values[position - 1];
      return page + (value === undefined ? '' : rendered(value)) + part;
    }),
  );
}

function rendered(value: string | Html | readonly Html[]): string {
  if (value instanceof Html) return value.source;
  if (typeof value === 'string') return value.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
  return value.map((part) => part.source).join('');
}
