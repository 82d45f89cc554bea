import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { EXCEPTIONS } from './exceptions.js';

const DOCUMENTATION = resolve(__dirname, '../../../../docs/webservice.md');

/** Rows of the table of differences that name the test by these exceptions, by their first cells. */
function documentedRows(): string[] {
  const [, section = ''] = readFileSync(DOCUMENTATION, 'utf8').split('\n## Deliberate differences\n');
  const [table = ''] = section.split('\n## ');
  return table
    .split('\n')
    .filter((line) => line.startsWith('|') && line.includes('`conformance.http.spec.ts`'))
    .map((line) => line.split('|')[1]?.trim() ?? '');
}

describe('The exceptions from what Moodle answered', () => {
  test('are the documented ones, and all of those', () => {
    const rows = new Set(EXCEPTIONS.flatMap(({ row }) => row ?? []));
    expect([...rows].sort()).toEqual(documentedRows().sort());
  });

  test('stand in the documentation where they are deliberate', () => {
    const untold = EXCEPTIONS.filter(({ reason, row }) => reason === 'deliberate differences' && row === null);
    expect(untold).toEqual([]);
  });
});
