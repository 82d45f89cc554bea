/** A course as `local_pulsetech_discord_get_user_courses` lists it. */
export interface ListedCourse {
  readonly fullname: string;
  readonly roles: readonly string[];
}

export interface ListedCourses {
  /** Whether a user is linked to the Discord account. */
  readonly found: boolean;
  readonly courses: readonly ListedCourse[];
}

export interface ToldChange {
  readonly action: string;
  readonly course: string;
  readonly role: string;
}

/** As `local_pulsetech_discord_sync_user_roles` answers. */
export interface SyncResult {
  readonly success: boolean;
  readonly changes: readonly ToldChange[];
}

/** Null when the answer is not understood. */
export function coursesOf(answer: unknown): ListedCourses | null {
  if (!isObject(answer) || typeof answer['found'] !== 'boolean' || !Array.isArray(answer['courses'])) return null;
  const courses: unknown[] = answer['courses'];
  return courses.every(isCourse) ? { found: answer['found'], courses } : null;
}

/** Null when the answer is not understood. */
export function syncResultOf(answer: unknown): SyncResult | null {
  if (!isObject(answer) || typeof answer['success'] !== 'boolean' || !Array.isArray(answer['changes'])) return null;
  const changes: unknown[] = answer['changes'];
  return changes.every(isChange) ? { success: answer['success'], changes } : null;
}

function isCourse(value: unknown): value is ListedCourse {
  if (!isObject(value) || typeof value['fullname'] !== 'string' || !Array.isArray(value['roles'])) return false;
  return value['roles'].every((role) => typeof role === 'string');
}

function isChange(value: unknown): value is ToldChange {
  return isObject(value) && ['action', 'course', 'role'].every((name) => typeof value[name] === 'string');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
