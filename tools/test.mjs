// npm test: everything that proves the product, from a fresh clone. Plain Node.js until the packages are installed.
import { requireSupportedNode } from './node-version.mjs';

requireSupportedNode();
const { runTests } = await import('./run-tests.mjs');
await runTests(process.argv.slice(2));
