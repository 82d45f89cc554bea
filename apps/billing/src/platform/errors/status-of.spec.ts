import { BILLING_ERROR_CODES } from '@pulsetech/contracts/constants';
import { STATUS_OF } from './status-of.js';

describe('the status of errors', () => {
  it('is known for every code that sites know, and for no other', () => {
    expect(Object.keys(STATUS_OF).sort()).toEqual([...BILLING_ERROR_CODES].sort());
  });
});
