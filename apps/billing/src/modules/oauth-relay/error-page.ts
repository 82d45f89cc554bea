import { html } from '../../platform/pages/html.js';
import { page } from '../../platform/pages/page.js';

export function errorPage(title: string, text: string): string {
  return page(
    title,
    html`<h1>${title}</h1>
      <p>${text}</p>`,
  );
}
