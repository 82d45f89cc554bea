import { counted, listed, quoted } from './counted.js';

describe('counts and lists in sentences', () => {
  it('knows one from many', () => {
    expect(counted(1, 'course')).toBe('1 course');
    expect(counted(0, 'course')).toBe('0 courses');
    expect(counted(1204, 'person', 'people')).toBe('1,204 people');
  });

  it('joins names as people write them', () => {
    expect(listed(['A'])).toBe('A');
    expect(listed(['A', 'B', 'C'])).toBe('A, B and C');
    expect(quoted(['Student Access', 'Premium'])).toBe('“Student Access” and “Premium”');
  });
});
