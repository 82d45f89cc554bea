import { formatName, formatText, TEXT_FORMATS } from './formatted-text.js';

const FORMATTED = { raw: false };
const RAW = { raw: true };

describe('names', () => {
  it.each([
    ['Advanced Topics & <i>More</i>', 'Advanced Topics &amp; More'],
    ['a < b & c', 'a &lt; b &amp; c'],
    ['Fish &amp; Chips &copy; &#169;', 'Fish &amp; Chips &copy; &#169;'],
    ['“quotes” "stay" \'too\'', '“quotes” "stay" \'too\''],
    ['', ''],
  ])('%j are printed as %j, or as stored', (name, expected) => {
    expect(formatName(name, FORMATTED)).toBe(expected);
    expect(formatName(name, RAW)).toBe(name);
  });
});

describe('texts', () => {
  const html = (text: string, format: number): unknown => formatText({ text, format }, FORMATTED);

  it('that are empty keep their format', () => {
    expect(html('', TEXT_FORMATS.moodle)).toEqual({ text: '', format: 0 });
  });

  it('become HTML without any markup of their writer', () => {
    expect(html('a  "b"\n<c> &#169;', TEXT_FORMATS.plain)).toEqual({
      text: 'a&nbsp; &quot;b&quot;<br />\n&lt;c&gt; &#169;',
      format: 1,
    });
    expect(html('<p onclick="x()">Hello & <b>you</b></p>', TEXT_FORMATS.html)).toEqual({
      text: 'Hello &amp; you',
      format: 1,
    });
    expect(html('one\ntwo', TEXT_FORMATS.moodle)).toEqual({ text: 'one<br />\ntwo', format: 1 });
  });

  it('are as stored when the call asks for that', () => {
    const stored = { text: '<p>x</p>', format: 1 };
    expect(formatText(stored, RAW)).toEqual(stored);
  });
});
