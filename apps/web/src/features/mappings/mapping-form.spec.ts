import { freshState } from '../../../test/fake-data.js';
import { discordRoleOptions, namedOptions } from './discord-role-options.js';
import { complaints, EMPTY_MAPPING } from './mapping-draft.js';
import { firstCourse, lastCourse } from './mapped-courses.js';

const { options } = freshState();

describe('the form for a mapping', () => {
  it('offers the Discord roles with the highest first, and says what @everyone means', () => {
    const labels = discordRoleOptions(options.discordRoles).map(({ label }) => label);
    expect(labels).toEqual(['Course Creator', 'Premium Member', 'Student Access', '@everyone (every member)']);
  });

  it('tells roles, courses and cohorts of one name apart', () => {
    const [first] = options.discordRoles.slice(1);
    const twins = first ? [first, { ...first, id: '999999999999999999' }] : [];
    expect(new Set(discordRoleOptions(twins).map(({ label }) => label)).size).toBe(2);
    expect(
      namedOptions([
        { id: 1, name: 'A' },
        { id: 2, name: 'A' },
        { id: 3, name: 'B' },
      ]),
    ).toEqual([
      { value: '1', label: 'A (1)' },
      { value: '2', label: 'A (2)' },
      { value: '3', label: 'B' },
    ]);
  });

  it('asks for everything but the cohort', () => {
    const { missing, mapping } = complaints(EMPTY_MAPPING);
    expect(mapping).toBeNull();
    expect(missing).toEqual({
      discordRoleId: 'Choose a Discord role.',
      courseId: 'Choose a course.',
      roleId: 'Choose a role.',
    });
  });

  it('sends ids as the API wants them', () => {
    const draft = { ...EMPTY_MAPPING, discordRoleId: '111111111111111111', courseId: '5', roleId: '3' };
    expect(complaints(draft).mapping).toEqual({
      discordRoleId: '111111111111111111',
      courseId: 5,
      roleId: 3,
      cohortId: null,
    });
  });
});

describe('the course that a person’s page begins with', () => {
  const course = (courseId: number, courseName: string) => ({ courseId, courseName });

  it('is the one that changed last, or else the first that Discord gives', () => {
    expect(
      lastCourse([
        { kind: 'cohort', targetId: 1 },
        { kind: 'role', targetId: 6 },
      ]),
    ).toBe('6');
    expect(lastCourse([])).toBeUndefined();
    expect(firstCourse([course(7, 'Staff Training'), course(6, 'Advanced Topics')])).toBe('6');
    expect(firstCourse([])).toBeUndefined();
  });
});
