import { Html, html } from './html.js';

describe('a template', () => {
  it('escapes what is put into it, for text and for attributes', () => {
    expect(html`<p title="${`"'`}">${'<b>&'}</p>`.source).toBe('<p title="&quot;&#39;">&lt;b&gt;&amp;</p>');
  });

  it('takes other templates as they are, alone and in lists', () => {
    expect(html`${[html`<li>${'<'}</li>`, html`<li>2</li>`]}`.source).toBe('<li>&lt;</li><li>2</li>');
    expect(html`${new Html('<br>')}`.source).toBe('<br>');
    expect(html`${[]}`.source).toBe('');
  });
});
