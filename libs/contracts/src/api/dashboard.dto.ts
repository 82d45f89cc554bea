/** One course on the dashboard. */
export interface DashboardCourse {
  readonly id: number;
  readonly shortname: string;
  readonly fullname: string;
  /** Names of the roles held in the course, e.g. `Student`. */
  readonly roles: readonly string[];
  /** Names of the Discord roles that gave it; empty for an enrolment made by hand. */
  readonly because: readonly string[];
}

/** `GET /api/v1/dashboard`. */
export interface DashboardDto {
  readonly courses: readonly DashboardCourse[];
  readonly discord: { readonly username: string | null; readonly lastSyncedAt: number | null } | null;
}
