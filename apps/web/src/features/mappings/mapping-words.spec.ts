import { freshState } from '../../../test/fake-data.js';
import { courseChoices, lastCourse, mappedCourses } from './mapped-courses.js';
import { healthSentence, mappingState, servedSentence } from './mapping-words.js';

const { mappings, changes } = freshState();

describe('the health of mappings', () => {
  it('is a word for each, and one line for all', () => {
    expect(mappings.map((mapping) => mappingState(mapping).word)).toEqual([
      'Working',
      'Working, with a note',
      'Broken',
    ]);
    expect(healthSentence(mappings)).toContain('1 of 3 is broken');
    expect(healthSentence(mappings.slice(0, 2))).toBe('All 2 work.');
  });

  it('says how many people a mapping serves before it is deleted', () => {
    expect(servedSentence({ people: 1204 })).toBe('1,204 people are enrolled because of it now.');
    expect(servedSentence({ people: 1 })).toBe('1 person is enrolled because of it now.');
    expect(servedSentence({ people: 0 })).toContain('Nobody');
  });
});

describe('the courses that Discord gives', () => {
  it('are each there once, by name', () => {
    const twice = [...mappings, ...mappings];
    expect(mappedCourses(twice).map(({ name }) => name)).toEqual([
      'Advanced Topics',
      'course 12',
      'Introduction to Programming',
    ]);
  });

  it('are asked about first where something changed last', () => {
    expect(lastCourse(changes)).toBe('5');
    expect(lastCourse(changes.filter(({ kind }) => kind === 'cohort'))).toBeUndefined();
  });

  it('come for a person with those of their changes and the one that is asked about', () => {
    expect(courseChoices([], changes, '99').map(({ label }) => label)).toEqual([
      'Advanced Topics',
      'course 99',
      'Introduction to Programming',
    ]);
  });
});
