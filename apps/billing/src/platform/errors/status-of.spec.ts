import { BILLING_ERROR_CODES } from '@pulsetech/contracts/constants';
import { STATUS_OF } from './status-of.js';

/** What Discord is told, and no site. */
const TOLD_TO_DISCORD = ['interactions_off', 'signature_wrong'];

describe('the status of errors', () => {
  it('is known for every code that sites and Discord are told, and for no other', () => {
    expect(Object.keys(STATUS_OF).sort()).toEqual([...BILLING_ERROR_CODES, ...TOLD_TO_DISCORD].sort());
  });
});
