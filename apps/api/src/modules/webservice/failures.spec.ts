import { Logger } from '@nestjs/common';
import { failureOf } from './failures.js';

describe('an error that nobody foresaw', () => {
  const logger = new Logger();
  const errors = jest.spyOn(logger, 'error').mockReturnValue();
  beforeEach(() => errors.mockClear());

  it('is told as a code, under which the log has it', () => {
    const error = new Error('the secret inside');
    const told = failureOf(error, 'A web service call', logger);
    expect(told.errorcode).toBe('servererror');
    expect(told.message).not.toContain('secret');
    const [[entry, line]] = errors.mock.calls as [[{ err: Error; correlationId: string }, string]];
    expect([entry.err, line]).toEqual([error, 'A web service call failed']);
    expect(told.message).toContain(entry.correlationId);
  });

  it('is told as Moodle tells it when the database cannot be reached', () => {
    const told = failureOf(Object.assign(new Error('gone'), { fatal: true }), 'A request for a token', logger);
    expect(told.errorcode).toBe('dbconnectionfailed');
    expect(errors).toHaveBeenCalledWith(
      expect.anything(),
      'A request for a token failed: the database cannot be reached',
    );
  });
});
