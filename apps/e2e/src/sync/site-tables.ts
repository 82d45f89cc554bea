import type { ProductDatabase, Row } from '../harness/product-database.js';
import type { ActiveGrant } from './model/removal-forecast.js';
import { cohortFact, enrolmentFact, otherEnrolmentFact, roleFact } from './model/person.js';
import { FIRST_USER } from './model/simulated-ids.js';

const OUR_COMPONENT = 'local_pulsetech_discord';

const ENROLMENTS = `SELECT ue.userid, e.courseid, e.enrol, ue.modifierid, ue.status
  FROM lms_user_enrolments ue JOIN lms_enrol e ON e.id = ue.enrolid WHERE ue.userid >= ?`;
const ROLES = `SELECT ra.userid, x.instanceid AS courseid, ra.roleid, ra.component
  FROM lms_role_assignments ra JOIN lms_context x ON x.id = ra.contextid WHERE ra.userid >= ?`;
const COHORTS = 'SELECT userid, cohortid, component FROM lms_cohort_members WHERE userid >= ?';

/** Rows that people made, and those of everybody outside the simulation, whole. */
const NOT_OURS = [
  `SELECT 'enrolment' AS kind, ue.* FROM lms_user_enrolments ue JOIN lms_enrol e ON e.id = ue.enrolid
    WHERE ue.modifierid <> 0 OR e.enrol <> 'manual' OR ue.userid < ?`,
  `SELECT 'role' AS kind, ra.* FROM lms_role_assignments ra WHERE ra.component <> '${OUR_COMPONENT}' OR ra.userid < ?`,
  `SELECT 'cohort' AS kind, m.* FROM lms_cohort_members m WHERE m.component <> '${OUR_COMPONENT}' OR m.userid < ?`,
];

type Values = (userId: number, runId: number) => number[];
const LAST_CHANGES = 20;
const RECORDS: readonly (readonly [sql: string, values: Values])[] = [
  ["SELECT 'seen' AS what, s.* FROM sync_states s WHERE userid = ?", (user) => [user]],
  ["SELECT 'ledger' AS what, g.* FROM sync_grants g WHERE userid = ?", (user) => [user]],
  ["SELECT 'item' AS what, i.* FROM sync_run_items i WHERE userid = ? AND runid = ?", (user, run) => [user, run]],
  ["SELECT 'problem' AS what, p.* FROM sync_run_problems p WHERE userid = ? AND runid = ?", (user, run) => [user, run]],
  [
    `SELECT 'change' AS what, c.* FROM sync_changes c WHERE userid = ? ORDER BY id DESC LIMIT ${LAST_CHANGES}`,
    (user) => [user],
  ],
];

interface Held {
  readonly userid: number;
  readonly courseid: number;
  readonly roleid: number;
  readonly cohortid: number;
  readonly enrol: string;
  readonly modifierid: number;
  readonly status: number;
  readonly component: string;
}

interface GrantRow {
  readonly userid: number;
  readonly kind: string;
  readonly targetid: number;
  readonly roleid: number;
  readonly origin: string;
  readonly state: string;
}

/** What the product's tables say, in the words of the model. */
export class SiteTables {
  constructor(private readonly database: ProductDatabase) {}

  /** What the LMS holds about the simulated people. */
  async facts(): Promise<Set<string>> {
    const [enrolments, roles, cohorts] = [
      await this.database.query<Held>(ENROLMENTS, [FIRST_USER]),
      await this.database.query<Held>(ROLES, [FIRST_USER]),
      await this.database.query<Held>(COHORTS, [FIRST_USER]),
    ];
    const byComponent = ({ component }: Held) => (component === OUR_COMPONENT ? 'us' : component || 'hand');
    return new Set([
      ...enrolments.map(({ userid, courseid, enrol, modifierid, status }) =>
        enrol === 'manual'
          ? enrolmentFact(userid, courseid, modifierid === 0 ? 'us' : 'hand', status !== 0)
          : otherEnrolmentFact(userid, courseid, enrol),
      ),
      ...roles.map((row) => roleFact(row.userid, row.courseid, row.roleid, byComponent(row))),
      ...cohorts.map((row) => cohortFact(row.userid, row.cohortid, byComponent(row))),
    ]);
  }

  /** Every row that is not ours, with all its columns. */
  async notOurs(): Promise<Set<string>> {
    const rows: Row[] = [];
    for (const sql of NOT_OURS) rows.push(...(await this.database.query(sql, [FIRST_USER])));
    return new Set(rows.map((row) => JSON.stringify(row)));
  }

  async activeGrants(): Promise<ActiveGrant[]> {
    const rows = await this.grantRows("state = 'active' AND kind <> 'enrolment'");
    return rows.map(({ userid, kind, targetid, roleid, origin }) => ({
      userId: userid,
      key: kind === 'role' ? `role:${targetid}:${roleid}` : `cohort:${targetid}`,
      adopted: origin === 'adopted',
    }));
  }

  async linkedUsers(): Promise<number[]> {
    const rows = await this.database.query<{ userid: number }>(
      'SELECT userid FROM local_pulsetech_discord_users WHERE userid >= ? ORDER BY userid',
      [FIRST_USER],
    );
    return rows.map(({ userid }) => userid);
  }

  /** Intents that nobody settled. */
  async openIntents(): Promise<string[]> {
    const rows = await this.grantRows("state NOT IN ('active', 'suspended')");
    return rows.map((row) => JSON.stringify(row));
  }

  /** Changes that stand in the record more often than they can have happened. */
  async changesAppliedTwice(): Promise<string[]> {
    const rows = await this.database.query<GrantRow & { action: string; id: number; runid: number | null }>(
      "SELECT id, userid, kind, targetid, roleid, action, runid FROM sync_changes WHERE userid >= ? AND kind <> 'enrolment' ORDER BY id",
      [FIRST_USER],
    );
    const last = new Map<string, string>();
    const twice: string[] = [];
    for (const row of rows) {
      const key = `${row.userid}:${row.kind}:${row.targetid}:${row.roleid}`;
      const before = last.get(key) ?? 'none';
      if (!mayFollow(before, row.action)) twice.push(`${before} → ${JSON.stringify(row)}`);
      last.set(key, row.action);
    }
    return twice;
  }

  /** The latest change on record. */
  async lastChange(): Promise<number> {
    const [row] = await this.database.query<{ id: number | null }>('SELECT MAX(id) AS id FROM sync_changes', []);
    return row?.id ?? 0;
  }

  /** Users whom something else than this run changed after a change: what was to be tried again, for instance. */
  async changedBeside(runId: number, after: number): Promise<ReadonlySet<number>> {
    const rows = await this.database.query<{ userid: number }>(
      'SELECT DISTINCT userid FROM sync_changes WHERE id > ? AND (runid IS NULL OR runid <> ?)',
      [after, runId],
    );
    return new Set(rows.map(({ userid }) => userid));
  }

  /** What the product has written down about a user, for whoever reads a failed test. */
  async recordOf(userId: number, runId: number): Promise<string[]> {
    const lines: string[] = [];
    for (const [sql, values] of RECORDS) {
      const rows = await this.database.query(sql, values(userId, runId));
      lines.push(...rows.map((row) => JSON.stringify(row)));
    }
    return lines;
  }

  private grantRows(condition: string): Promise<GrantRow[]> {
    return this.database.query<GrantRow>(
      `SELECT userid, kind, targetid, roleid, origin, state FROM sync_grants WHERE userid >= ? AND ${condition}`,
      [FIRST_USER],
    );
  }
}

const HAS = ['granted', 'adopted', 'resumed'];

/** Something is given, taken, given again; what is suspended may be taken for good. */
function mayFollow(before: string, action: string): boolean {
  if (before === 'suspended')
    return action === 'resumed' || action === 'revoked' || action === 'forgotten' || action === 'adopted';
  return HAS.includes(before) !== HAS.includes(action);
}
