import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {string[]} failures one line for each failed test, and for each suite that could not run
 * @property {string[]} details what Jest says about each suite with a failure
 */

/** Forgets the results of an earlier run, so that they are never counted again. */
export function forgetResults(root, projects, name) {
  for (const { folder } of projects) rmSync(resultFile(root, folder, name), { force: true });
}

/**
 * Adds up what Jest wrote for each project. A project without a result did not run at all, which is a failure; so is a
 * test that was skipped, because nobody would miss it.
 *
 * @returns {Tally}
 */
export function tallyResults(root, projects, name) {
  const tally = { passed: 0, failures: [], details: [] };
  for (const project of projects) {
    const file = resultFile(root, project.folder, name);
    if (!existsSync(file)) {
      tally.failures.push(`${project.folder}: its tests did not run`);
      continue;
    }
    addResult(tally, root, JSON.parse(readFileSync(file, 'utf8')));
  }
  return tally;
}

function addResult(tally, root, result) {
  tally.passed += result.numPassedTests;
  for (const suite of result.testResults) {
    const path = relative(root, suite.name);
    const before = tally.failures.length;
    for (const test of suite.assertionResults) {
      if (test.status === 'passed') continue;
      const why = test.status === 'failed' ? firstWords(test.failureMessages[0]) : `was not run (${test.status})`;
      tally.failures.push(`${path} › ${test.fullName}: ${why}`);
    }
    if (suite.status === 'failed' && tally.failures.length === before) {
      tally.failures.push(`${path}: the suite could not run: ${firstWords(suite.message)}`);
    }
    if (suite.status === 'failed') tally.details.push(`${path}\n${suite.message}`);
  }
}

function resultFile(root, folder, name) {
  return join(root, folder, 'test-results', `${name}.json`);
}

/** The first two lines of a message that say something, without colours and without where it was thrown. */
function firstWords(text = '') {
  return text
    .replace(/\u001b\[[0-9;]*m/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('●') && !line.startsWith('at '))
    .slice(0, 2)
    .join(' ');
}
