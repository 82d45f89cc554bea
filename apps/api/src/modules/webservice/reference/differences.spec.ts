import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { DIFFERENCES } from './differences.js';

const ROOT = resolve(__dirname, '../../../../../..');

/** The cells of the table of differences in the documentation for maintainers, by the first of each row. */
function documentedRows(): Map<string, readonly string[]> {
  const [, table = ''] = readFileSync(join(ROOT, 'docs/webservice.md'), 'utf8').split('## Deliberate differences');
  const lines = table.split('\n## ')[0]?.split('\n') ?? [];
  const rows = lines.filter((line) => line.startsWith('|')).map((line) => line.split('|').map((cell) => cell.trim()));
  // Without the head, and the line below it.
  return new Map(rows.slice(2).map(([, about = '', ...cells]) => [about, cells]));
}

/** The text of the spec of this name, wherever it is. */
function textOfSpec(name: string): string {
  for (const folder of ['libs/moodle-rest/src', 'apps/api/src', 'apps/e2e/src']) {
    const found = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).find(
      (path) => basename(path) === name,
    );
    if (found !== undefined) return readFileSync(join(ROOT, folder, found), 'utf8');
  }
  throw new Error(`There is no ${name}.`);
}

describe('The deliberate differences from Moodle', () => {
  test('are the same for authors of bots and for maintainers', () => {
    expect([...documentedRows().keys()]).toEqual(DIFFERENCES.map(({ about }) => about));
  });

  test.each([...documentedRows()])('have a reason and a test: %s', (_, [, , why = '', tests = '']) => {
    expect(why).not.toBe('');
    const specs = [...tests.matchAll(/`([^`]+\.spec\.ts)`(?: “([^”]+)”)?/g)];
    expect(specs).not.toEqual([]);
    for (const [, name = '', title = ''] of specs) {
      for (const words of title.split('…')) expect(textOfSpec(name)).toContain(words.trim());
    }
  });
});
