import { DEMO_GUILD } from '../../../../tools/demo-wiring.mjs';
import type { RunningProduct } from './running-product.js';

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

  /** Its last day has passed. The command line sets days to come only, so this is done where billing keeps it. */
  async expire(product: RunningProduct, clientId: string): Promise<void> {
    const yesterday = Math.floor(Date.now() / 1000) - 86_400;
    await product.billingDatabase.run('UPDATE licences SET expires_at = ? WHERE client_id = ?', [yesterday, clientId]);
  },
};
