/** All faults of the configuration at once. The message names settings and rules, never their values. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly faults: readonly string[]) {
    super(`The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${lines(faults)}`);
  }
}

function lines(faults: readonly string[]): string {
  return faults.map((fault) => `  - ${fault}`).join('\n');
}
