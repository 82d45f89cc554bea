import { createHash } from 'node:crypto';
import { Html, html } from './html.js';

const STYLE = `
:root { color-scheme: light dark; --text: #1b1e24; --soft: #4a5160; --ground: #f4f5f7; --card: #fff; --line: #8b92a0; --go: #4752c4; --on-go: #fff; }
@media (prefers-color-scheme: dark) { :root { --text: #eceef2; --soft: #b4bac6; --ground: #15171c; --card: #1e2128; --line: #6b7280; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 30rem; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; }
h1 { margin: 0 0 1rem; font-size: 1.375rem; line-height: 1.3; overflow-wrap: anywhere; }
p, ul { margin: 0 0 1rem; }
.soft { color: var(--soft); }
strong { overflow-wrap: anywhere; }
form { display: flex; flex-wrap: wrap; gap: 0.75rem; margin-top: 1.5rem; }
button { min-height: 2.75rem; padding: 0.5rem 1.25rem; border: 1px solid var(--line); border-radius: 0.5rem; background: transparent; color: inherit; font: inherit; font-weight: 600; cursor: pointer; }
button.go { border-color: var(--go); background: var(--go); color: var(--on-go); }
:focus-visible { outline: 3px solid var(--text); outline-offset: 2px; }
`;

/** For the content security policy: the only style that a page may have. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/** The policy names the style by its hash, so not a blank may be added within the element. */
const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);

/** A page that stands alone: no scripts, no images, nothing loaded. */
export function page(title: string, content: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html> `.source;
}
