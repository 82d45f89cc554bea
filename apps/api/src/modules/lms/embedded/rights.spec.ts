import { CAPABILITIES } from '@pulsetech/contracts';
import { Rights, type GrantRow } from './rights.js';

const { viewUserDetails: VIEW, viewParticipants: PARTICIPANTS } = CAPABILITIES;
const row = (courseId: number | null, permission: number, capability: string = VIEW): GrantRow => ({
  courseId,
  capability,
  permission,
});

describe('what a person may do', () => {
  it('is nothing without a role that allows it', () => {
    const rights = new Rights([]);
    expect([rights.atSite(VIEW), rights.inCourse(5, VIEW), rights.coursesWith(VIEW)]).toEqual([false, false, []]);
  });

  it('holds in every course when a role of the whole site allows it', () => {
    const rights = new Rights([row(null, 1)]);
    expect([rights.atSite(VIEW), rights.inCourse(5, VIEW), rights.atSite(PARTICIPANTS)]).toEqual([true, true, false]);
  });

  it('holds in one course only when a role there allows it', () => {
    const rights = new Rights([row(5, 1), row(6, 1, PARTICIPANTS)]);
    expect([rights.atSite(VIEW), rights.inCourse(5, VIEW), rights.inCourse(6, VIEW)]).toEqual([false, true, false]);
    expect(rights.coursesWith(VIEW)).toEqual([5]);
  });

  it('is prevented by one role where another allows it: allowing wins', () => {
    expect(new Rights([row(null, -1), row(5, 1)]).inCourse(5, VIEW)).toBe(true);
  });

  it('is nowhere allowed where a role prohibits it', () => {
    const rights = new Rights([row(null, 1), row(5, -1000)]);
    expect([rights.atSite(VIEW), rights.inCourse(5, VIEW), rights.inCourse(6, VIEW)]).toEqual([true, false, true]);
  });
});
