import { isSpace } from './white-space.js';

/** Where the reader stands: in text, in a tag, in `<? … ?>`, in `<! … >`, or in a comment. */
type Place = 'text' | 'tag' | 'code' | 'declaration' | 'comment';

/**
 * PHP's `strip_tags` without exceptions: what stands in angle brackets is taken out, also when it never ends. A `<` before
 * white space is text. https://www.php.net/strip_tags
 */
export function stripTags(text: string): string {
  if (!text.includes('<') && !text.includes('\0')) return text;
  return new TagStripper(text).strip();
}

class TagStripper {
  private place: Place = 'text';
  private depth = 0;
  private quote = '';
  private brackets = 0;
  private isXml = false;
  private kept = '';

  constructor(private readonly text: string) {}

  strip(): string {
    for (let at = 0; at < this.text.length; at += 1) this.read(this.text.charAt(at), at);
    return this.kept;
  }

  private read(character: string, at: number): void {
    switch (this.place) {
      case 'text':
        this.readText(character, at);
        break;
      case 'tag':
        this.readTag(character, at);
        break;
      case 'code':
        this.readCode(character, at);
        break;
      case 'declaration':
        this.readDeclaration(character, at);
        break;
      case 'comment':
        if (character === '>' && this.before(at, '--')) this.place = 'text';
    }
  }

  private readText(character: string, at: number): void {
    if (character === '<' && !isSpace(this.text[at + 1])) this.place = 'tag';
    else if (character !== '\0') this.kept += character;
  }

  private readTag(character: string, at: number): void {
    if (character === '"' || character === "'") this.toggle(character);
    else if (character === '<' && this.quote === '' && !isSpace(this.text[at + 1])) this.depth += 1;
    else if (character === '>') this.endTag(at);
    else if (character === '!' && this.before(at, '<')) this.place = 'declaration';
    else if (character === '?' && this.before(at, '<')) {
      this.place = 'code';
      this.brackets = 0;
    }
  }

  private readCode(character: string, at: number): void {
    if (character === '"' || character === "'") {
      if (!this.before(at, '\\')) this.toggle(character);
    } else if (this.quote === '' && character === '(') this.brackets += 1;
    else if (this.quote === '' && character === ')') this.brackets -= 1;
    else if (character === '>' && this.brackets === 0 && (this.depth > 0 || this.before(at, '?'))) this.end();
    else if (at > 4 && /^<\?xml$/i.test(this.text.slice(at - 4, at + 1))) {
      this.place = 'tag';
      this.isXml = true;
    }
  }

  private readDeclaration(character: string, at: number): void {
    if (character === '"' || character === "'") {
      if (!this.before(at, '\\')) this.toggle(character);
    } else if (character === '>') this.end();
    else if (character === '-' && this.before(at, '!-')) {
      this.place = 'comment';
      this.quote = '';
    } else if (/^doctype$/i.test(this.text.slice(Math.max(0, at - 6), at + 1))) this.place = 'tag';
  }

  /** In `<?xml … >` a `->` ends nothing. */
  private endTag(at: number): void {
    if (this.depth === 0 && this.quote === '' && this.isXml && this.before(at, '-')) return;
    this.end();
    if (this.place === 'text') this.isXml = false;
  }

  private end(): void {
    if (this.depth > 0) this.depth -= 1;
    else if (this.quote === '') this.place = 'text';
  }

  private toggle(mark: string): void {
    if (this.quote === '') this.quote = mark;
    else if (this.quote === mark) this.quote = '';
  }

  private before(at: number, expected: string): boolean {
    return this.text.endsWith(expected, at);
  }
}
