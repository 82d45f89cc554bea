import { nodePreset } from '../../jest.preset.mjs';

export default {
  ...nodePreset(import.meta.dirname),
  // Starting the product and walking through a browser takes its time, most of all on a busy machine.
  testTimeout: 120_000,
  setupFilesAfterEnv: ['<rootDir>/src/harness/leave-nothing-behind.ts'],
};
