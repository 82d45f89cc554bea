import { FIRST_ID, givesCohort, MAPPINGS } from './people.mjs';

const SUMS = 'COUNT(*) AS people, SUM(userid) AS ids, SUM(userid * userid) AS squares';

/** Who is in what, by the LMS's own tables and by the ledger: as many people, and the same ones, for each course and cohort. */
const VIEWS = [
  {
    what: 'enrolments in the course of mapping',
    counts: () => true,
    sql: `SELECT e.courseid AS target, ${SUMS} FROM lms_user_enrolments u JOIN lms_enrol e ON e.id = u.enrolid
           WHERE u.status = 0 AND userid >= ${FIRST_ID} GROUP BY e.courseid`,
  },
  {
    what: 'roles in the course of mapping',
    counts: () => true,
    sql: `SELECT c.instanceid AS target, ${SUMS} FROM lms_role_assignments a
            JOIN lms_context c ON c.id = a.contextid AND c.contextlevel = 50
           WHERE userid >= ${FIRST_ID} GROUP BY c.instanceid`,
  },
  {
    what: 'members of the cohort of mapping',
    counts: givesCohort,
    sql: `SELECT cohortid AS target, ${SUMS} FROM lms_cohort_members WHERE userid >= ${FIRST_ID} GROUP BY cohortid`,
  },
  ...['enrolment', 'role', 'cohort'].map((kind) => ({
    what: `${kind} rows of the ledger for mapping`,
    counts: kind === 'cohort' ? givesCohort : () => true,
    sql: `SELECT targetid AS target, ${SUMS} FROM sync_grants
           WHERE kind = '${kind}' AND state = 'active' AND userid >= ${FIRST_ID} GROUP BY targetid`,
  })),
];

/**
 * Compares the site with what the roles in Discord give.
 *
 * @param {import('../bench-database.mjs').BenchDatabase} database
 * @param {import('./people.mjs').People} people
 * @throws {Error} naming what differs
 */
export async function checkSite(database, people) {
  const faults = [];
  const expected = expectedSums(people);
  for (const { what, counts, sql } of VIEWS) {
    const met = new Map((await database.query(sql)).map((row) => [Number(row.target) - FIRST_ID, sumsText(row)]));
    for (let mapping = 0; mapping < MAPPINGS; mapping++) {
      const right = counts(mapping) ? expected[mapping] : undefined;
      if (met.get(mapping) !== right) faults.push(`${what} ${mapping + 1}: ${met.get(mapping)} instead of ${right}`);
    }
  }
  if (faults.length > 0) throw new Error(`The site is not as Discord’s roles say: ${faults.slice(0, 5).join('; ')}`);
}

function expectedSums(people) {
  const sums = Array.from({ length: MAPPINGS }, () => ({ people: 0, ids: 0, squares: 0 }));
  for (let index = 0; index < people.count; index++) {
    const id = FIRST_ID + index;
    for (const [mapping, sum] of sums.entries()) {
      if (!people.holds(index, mapping)) continue;
      sum.people++;
      sum.ids += id;
      sum.squares += id * id;
    }
  }
  return sums.map((sum) => (sum.people === 0 ? undefined : sumsText(sum)));
}

function sumsText({ people, ids, squares }) {
  return `${Number(people)} people (${Number(ids)}, ${Number(squares)})`;
}
