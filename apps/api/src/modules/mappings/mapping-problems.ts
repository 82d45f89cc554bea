import type { BrokenReason } from '@pulsetech/domain';

/** Why a mapping gives nothing new, and what an admin can do about it. */
export const MAPPING_PROBLEMS: Readonly<Record<BrokenReason, string>> = {
  discord_role_missing:
    'The Discord role was deleted. Nobody loses anything because of that; add a mapping for another role, or delete this one.',
  course_missing: 'The course no longer exists. Add a mapping for another course, or delete this one.',
  role_missing:
    'The role no longer exists in the LMS or can no longer be given in a course. Add a mapping with another role, or delete this one.',
  cohort_missing: 'The cohort no longer exists. Add a mapping with another cohort or none, or delete this one.',
};

/** The same for a learner, who cannot do anything about it. */
export const MAPPING_PROBLEMS_FOR_LEARNERS: Readonly<Record<BrokenReason, string>> = {
  discord_role_missing: 'The Discord role for it was deleted. The site team can see this.',
  course_missing: 'You have the Discord role, but the course is gone. The site team can see this.',
  role_missing: 'The role in the course no longer exists. The site team can see this.',
  cohort_missing: 'The cohort that belongs to it no longer exists. The site team can see this.',
};
