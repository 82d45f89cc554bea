import { ApiError } from './api-error.js';
import { errorWords } from './error-words.js';

describe('failures in words', () => {
  it('shows the API’s own sentence for a refusal', () => {
    expect(errorWords(new ApiError(409, 'mapping_exists', 'This mapping exists.')).detail).toBe('This mapping exists.');
  });

  it('does not say of what is not there that it was not done', () => {
    expect(errorWords(new ApiError(404, 'user_not_found', 'This person is gone.')).title).toBe('This is not there');
  });

  it('gives the number to look for with a fault of the site', () => {
    const words = errorWords(new ApiError(500, 'internal_error', 'Try again.', {}, 'c-17'));
    expect(words.correlationId).toBe('c-17');
  });

  it('never shows what a programming error says', () => {
    const words = errorWords(new TypeError('x is not a function'));
    expect(JSON.stringify(words)).not.toContain('function');
  });

  it.each(['offline', 'timeout', 'unreadable_answer'] as const)(
    'says what to do when the request ended as %s',
    (code) => {
      expect(errorWords(ApiError.transport(code, 'technical')).detail).toMatch(/try again/i);
    },
  );
});
