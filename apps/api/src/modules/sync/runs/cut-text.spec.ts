import { cutText } from './cut-text.js';

describe('text that a column holds only so much of', () => {
  it('stays as it is when it is short enough', () => {
    expect(cutText('four', 4)).toBe('four');
  });

  it('is cut to the length, with an ellipsis', () => {
    expect(cutText('fourteen', 5)).toBe('four…');
  });

  it('is never cut within a character', () => {
    expect(cutText('four😀een', 6)).toBe('four…');
    expect(cutText('four😀een', 7)).toBe('four😀…');
  });
});
