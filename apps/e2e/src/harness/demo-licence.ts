import { DEMO_GUILD } from '../../../../tools/demo-wiring.mjs';
import type { RunningProduct } from './running-product.js';

/** Long enough for the command that sets it. */
const SOON_MS = 8_000;

export interface IssuedLicence {
  readonly key: string;
  readonly clientId: string;
}

/** Licences for the demo's guild and site, handled on billing's command line. */
export const DEMO_LICENCE = {
  async issue(product: RunningProduct, ...more: readonly string[]): Promise<IssuedLicence> {
    const redirect = `${product.url}/local/pulsetech_discord/callback.php`;
    const args = ['--guild', DEMO_GUILD, '--name', 'PulseLMS demo', '--redirect', redirect, '--json', ...more];
    return JSON.parse(await product.cli('billing', 'license:issue', ...args)) as IssuedLicence;
  },

  /** Lets a licence run out, and waits until it has. */
  async expire(product: RunningProduct, clientId: string): Promise<void> {
    const end = new Date(Date.now() + SOON_MS);
    const written = end.toISOString().replace(/\.\d+Z$/, 'Z');
    await product.cli('billing', 'license:extend', clientId, '--expires', written);
    await new Promise((resolve) => setTimeout(resolve, end.getTime() - Date.now()));
  },
};
