/** The level of a course's context, as in Moodle. */
export const CONTEXT_COURSE = 50;

/** Id of the one context of the whole site. */
export const SYSTEM_CONTEXT_ID = 1;

/** Ids of Moodle's standard roles; 6 is Moodle's guest, which this site does not have. */
export const ROLE_IDS = {
  manager: 1,
  coursecreator: 2,
  editingteacher: 3,
  teacher: 4,
  student: 5,
  user: 7,
} as const;

/** Archetypes whose roles a person may be given in a course. */
export const COURSE_ARCHETYPES: readonly string[] = ['editingteacher', 'teacher', 'student'];

/** Archetypes that, held for the whole site, reach other people's courses and data. */
export const PRIVILEGED_ARCHETYPES: readonly string[] = ['manager', 'coursecreator', 'editingteacher', 'teacher'];

/** Archetypes that, held for the whole site, administer it: this LMS has no site administrators beside its roles. */
export const ADMIN_ARCHETYPES: readonly string[] = ['manager'];

/** Archetypes whose holders are the contacts of their courses, so that everybody may see who they are. */
export const CONTACT_ARCHETYPES: readonly string[] = ['editingteacher'];

/** Archetypes that see a hidden course they are enrolled in. */
export const TEACHING_ARCHETYPES: readonly string[] = ['manager', 'coursecreator', 'editingteacher', 'teacher'];

export const MANUAL = 'manual';
/** Who sees an address, as in Moodle. */
export const MAIL_FOR_EVERYBODY = 1;
export const MAIL_FOR_COURSE_MEMBERS = 2;

export const ENABLED = 0;
/** Status of an enrolment. */
export const ACTIVE = 0;
export const SUSPENDED = 1;

/** How rows of this integration are told from those that people make by hand. */
export const OUR_COMPONENT = 'local_pulsetech_discord';
export const OUR_MODIFIER = 0;
export const BY_HAND_COMPONENT = '';
