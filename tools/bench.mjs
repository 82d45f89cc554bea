// npm run bench [-- GROUP] [--db sqlite|mariadb] [--json FILE]: how fast the product is, beside a real Moodle server.
import { requireSupportedNode } from './node-version.mjs';

requireSupportedNode();
const { runBenchmarks } = await import('./bench/run-benchmarks.mjs');
await runBenchmarks(process.argv.slice(2));
