import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@pulsetech/testing';
import { forgetResults, tallyResults } from '../../../../tools/jest-results.mjs';

const folder = temporaryFolder();
const project = { name: '@pulsetech/api', folder: 'apps/api', targets: ['test'] };

afterAll(() => folder.remove());

function write(testResults: readonly unknown[], numPassedTests: number) {
  const results = join(folder.path, 'apps/api/test-results');
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, 'unit.json'), JSON.stringify({ numPassedTests, testResults }));
}

const tally = () => tallyResults(folder.path, [project], 'unit');
const suite = (status: string, assertionResults: readonly unknown[], message = '') => ({
  name: join(folder.path, 'apps/api/src/a.spec.ts'),
  status,
  message,
  assertionResults,
});

describe('the count of npm test', () => {
  it('adds up what passed', () => {
    write([suite('passed', [{ status: 'passed', fullName: 'a' }])], 1);
    expect(tally()).toEqual({ passed: 1, failures: [], details: [] });
  });

  it('names each failed test with the first words of its reason', () => {
    const failed = {
      status: 'failed',
      fullName: 'links',
      failureMessages: ['\u001b[31mError: nobody\u001b[39m\n at x'],
    };
    write([suite('failed', [failed])], 0);
    expect(tally().failures).toEqual(['apps/api/src/a.spec.ts › links: Error: nobody']);
  });

  it('counts a suite that could not start as failed', () => {
    write([suite('failed', [], '  ● Test suite failed to run\n\n    Cannot find module')], 0);
    expect(tally().failures).toEqual(['apps/api/src/a.spec.ts: the suite could not run: Cannot find module']);
  });

  it('counts a skipped test as failed, because nobody would miss it', () => {
    write([suite('passed', [{ status: 'pending', fullName: 'later' }])], 0);
    expect(tally().failures).toEqual(['apps/api/src/a.spec.ts › later: was not run (pending)']);
  });

  it('counts a project without a result as failed, and never an earlier result again', () => {
    write([suite('passed', [{ status: 'passed', fullName: 'a' }])], 1);
    forgetResults(folder.path, [project], 'unit');
    expect(tally()).toEqual({ passed: 0, failures: ['apps/api: its tests did not run'], details: [] });
  });
});
