import { resolve } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { formatDuration } from './step.mjs';
import { ensureSystemPackages } from './system-packages.mjs';
import { TEST_PARTS } from './test-parts.mjs';
import { ThrowAwayServers } from './throw-away-servers.mjs';

/**
 * The whole of `npm test`. Goes on after a failure, so that one run shows everything; the last line is the count.
 *
 * @param {readonly string[]} args `--only=unit,lint` runs these parts only
 */
export async function runTests(args) {
  const root = resolve(import.meta.dirname, '..');
  const total = { passed: 0, failures: [] };
  let countsTests = true;
  const servers = new ThrowAwayServers(root);
  try {
    const parts = chosenParts(args);
    countsTests = parts.some((part) => part.countsTests);
    await ensureInstalled(root);
    const needs = (what) => parts.some((part) => part[what]);
    if (needs('needsMariaDb') || needs('needsRedis') || needs('needsBuild')) await ensureSystemPackages();
    await runParts(parts, { root, servers }, total);
  } catch (error) {
    console.error(error.message);
    total.failures.push(`the tests could not go on: ${error.message}`);
  } finally {
    await servers.stop();
  }
  report(total, countsTests);
}

function chosenParts(args) {
  const only = args.find((arg) => arg.startsWith('--only='))?.slice('--only='.length);
  if (!only) return TEST_PARTS;
  const names = only.split(',');
  const unknown = names.filter((name) => !TEST_PARTS.some((part) => part.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `No part is called ${unknown.join(', ')}. There are: ${TEST_PARTS.map((part) => part.name).join(', ')}`,
    );
  }
  return TEST_PARTS.filter((part) => names.includes(part.name));
}

async function runParts(parts, { root, servers }, total) {
  let buildFailed = false;
  for (const part of parts) {
    console.log(`\n── ${part.title}`);
    if (part.needsBuild && buildFailed) {
      console.log('not run, because the build failed');
      total.failures.push(`${part.name}: not run, because the build failed`);
      continue;
    }
    const started = Date.now();
    const mariaDbUrl = part.needsMariaDb ? await servers.url('mariaDb') : null;
    const redisUrl = part.needsRedis ? await servers.url('redis') : null;
    const tally = await part.run({ root, mariaDbUrl, redisUrl, deaths: () => servers.takeDeaths() });
    total.passed += tally.passed;
    total.failures.push(...tally.failures.map((failure) => `${part.name}: ${failure}`));
    buildFailed ||= part.name === 'build' && tally.failures.length > 0;
    console.log(`${outcome(tally)} · ${formatDuration(Date.now() - started)}`);
  }
}

function outcome({ passed, failures }) {
  if (failures.length === 0) return passed === 0 ? 'well' : `${passed} passed`;
  return `${passed} passed, ${failures.length} failed`;
}

function report({ passed, failures }, countsTests) {
  if (failures.length > 0) console.log(`\nFailed:\n${failures.map((failure) => `  ✗ ${failure}`).join('\n')}`);
  process.exitCode = failures.length > 0 || (countsTests && passed === 0) ? 1 : 0;
  console.log(`\ntests: ${passed} passed, ${failures.length} failed`);
}
