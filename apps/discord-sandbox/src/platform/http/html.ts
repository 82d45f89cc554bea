import type { Reply } from './reply.js';

/** Text that is HTML already; everything else is escaped by `html`. */
export class Html {
  constructor(readonly text: string) {}
}

type HtmlValue = string | number | Html | readonly Html[] | null;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

function render(value: HtmlValue): string {
  if (value === null) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map((part) => part.text).join('');
  return escapeText(String(value));
}

export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return new Html(strings.map((text, index) => text + render(values[index] ?? null)).join(''));
}

const style = new Html(`
:root { color-scheme: light dark; --ink: #1c1d22; --soft: #55585f; --paper: #f4f5f8; --card: #fff; --line: #c9ccd3;
  --accent: #4752c4; --on-accent: #fff; --warn: #fff3cd; --warn-ink: #5c4300; }
@media (prefers-color-scheme: dark) { :root { --ink: #f2f3f5; --soft: #b5bac1; --paper: #1e1f22; --card: #2b2d31;
  --line: #4e5058; --accent: #949cf7; --on-accent: #14151a; --warn: #4a3a07; --warn-ink: #ffe9a8; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
.banner { background: var(--warn); color: var(--warn-ink); text-align: center; padding: .5rem 1rem; margin: 0; font-weight: 600; }
main { max-width: 40rem; margin: 1.5rem auto; padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
main.wide { max-width: 68rem; }
h1 { font-size: 1.4rem; margin: 0 0 .75rem; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
fieldset { border: 1px solid var(--line); border-radius: .5rem; margin: 1rem 0; padding: .5rem 1rem; }
.persona { display: flex; gap: .75rem; align-items: center; padding: .35rem 0; }
.persona label { flex: 1; overflow-wrap: anywhere; }
.soft, footer { color: var(--soft); }
img.avatar { width: 2rem; height: 2rem; border-radius: 50%; flex: none; }
.actions { display: flex; gap: .75rem; justify-content: flex-end; flex-wrap: wrap; }
button { font: inherit; padding: .5rem 1.1rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--card); color: var(--ink); cursor: pointer; }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
button.chip { padding: .1rem .5rem; font-size: .875rem; border-radius: 1rem; }
.error { border: 2px solid #c2372f; border-radius: .5rem; padding: .5rem 1rem; }
footer { max-width: 68rem; margin: 0 auto 2rem; padding: 0 1.5rem; text-align: center; font-size: .9rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .5rem; border-bottom: 1px solid var(--line); }
th .soft { font-weight: 400; }
td form { display: inline-block; margin: 0 .25rem .25rem 0; }
select, input[type=search] { font: inherit; padding: .35rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--card); color: var(--ink); max-width: 16rem; }
bdi { overflow-wrap: anywhere; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`);

interface Page {
  readonly title: string;
  readonly content: Html;
  readonly wide?: boolean;
  readonly footer?: Html;
}

/**
 * A whole page. The policy leaves out form-action on purpose: browsers apply it to the redirect that follows a form,
 * and the authorization page sends people back to another site.
 */
export function pageReply(status: number, page: Page): Reply {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title} · Discord sandbox</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <header class="banner">Discord sandbox, not the real Discord</header>
        <main class="${page.wide ? 'wide' : ''}">
          <h1>${page.title}</h1>
          ${page.content}
        </main>
        <footer>${page.footer ?? null}</footer>
      </body>
    </html>`;
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'",
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
    body: document.text,
  };
}
