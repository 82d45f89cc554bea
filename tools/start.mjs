// npm start: from a fresh clone to a running site. Plain Node.js until the packages are installed.
import { requireSupportedNode } from './node-version.mjs';

requireSupportedNode();
const { startFromCheckout } = await import('./start-from-checkout.mjs');
await startFromCheckout();
