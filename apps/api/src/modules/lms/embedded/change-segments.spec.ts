import type { LmsChange } from '../lms.port.js';
import { segmentsOf } from './change-segments.js';

const enrol = (courseId: number, roleId = 5): LmsChange => ({ type: 'enrol', userId: 1, courseId, roleId });
const unenrol = (courseId: number, userId = 1): LmsChange => ({ type: 'unenrol', userId, courseId });
const unassign = (courseId: number, roleId: number): LmsChange => ({ type: 'unassign', userId: 1, courseId, roleId });
const add = (cohortId: number): LmsChange => ({ type: 'cohort_add', userId: 1, cohortId });
const remove = (cohortId: number): LmsChange => ({ type: 'cohort_remove', userId: 1, cohortId });

const turn = (type: 'suspend' | 'resume'): LmsChange => ({ type, userId: 1, courseId: 1 });

const sizes = (...changes: LmsChange[]) => segmentsOf(changes).map((segment) => segment.length);

describe('segments of a batch', () => {
  it('are one where nothing undoes anything', () => {
    expect(sizes(enrol(1), unenrol(2), unassign(1, 4), add(1), remove(2), unenrol(1, 2))).toEqual([6]);
  });

  it('keep a removal followed by an addition together, since removals are done first', () => {
    expect(sizes(unenrol(1), enrol(1), remove(1), add(1))).toEqual([4]);
  });

  it('begin anew where a removal undoes an addition', () => {
    expect(sizes(enrol(1), unenrol(1))).toEqual([1, 1]);
    expect(sizes(enrol(1, 4), unassign(1, 4), enrol(1, 4))).toEqual([1, 2]);
    expect(sizes(add(1), remove(1), add(1), remove(1))).toEqual([1, 2, 1]);
    expect(sizes(enrol(1), turn('suspend'), turn('resume'), turn('suspend'), unenrol(1))).toEqual([1, 2, 2]);
  });

  it('remember the place of each change, and are none for an empty batch', () => {
    const changes = [enrol(1), unenrol(1), enrol(2)];
    expect(segmentsOf(changes).flat()).toEqual(changes.map((change, index) => ({ change, index })));
    expect(segmentsOf([])).toEqual([]);
  });
});
