import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { IS_REVERSIBLE } from './reversible.js';
import { SPARED, TAKING_IS_OPEN } from './run-words.js';

const SAME = (of: string): string => `${of}.userid = sync_run_items.userid AND ${of}.kind = sync_run_items.kind
  AND ${of}.targetid = sync_run_items.targetid AND ${of}.roleid = sync_run_items.roleid`;
const WAITING = "runid = ? AND action = 'revoke' AND state = 'waiting'";
const IS_TAKEN = `EXISTS (SELECT 1 FROM sync_changes c WHERE c.runid = sync_run_items.runid AND ${SAME('c')}
  AND c.action IN ('revoked', 'suspended', 'forgotten'))`;
const IS_BEGUN = `EXISTS (SELECT 1 FROM sync_grants g WHERE ${SAME('g')} AND g.state IN ('revoking', 'suspending'))`;
const IS_HELD = `EXISTS (SELECT 1 FROM sync_grants g WHERE ${SAME('g')}
  AND (g.state <> 'suspended' OR sync_run_items.because = 'grace_over'))`;
/** The last that is on record about it. */
const IS_FORGOTTEN = `EXISTS (SELECT 1 FROM sync_changes c WHERE ${SAME('c')} AND c.action = 'forgotten'
  AND NOT EXISTS (SELECT 1 FROM sync_changes later WHERE ${SAME('later')} AND later.id > c.id))`;

/** What a run that ended early did, by the record and the ledger rather than by how far it had counted. */
@Injectable()
export class SettlementRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Whether it took something from somebody, or may have: what was begun may have reached the LMS. */
  async mayHaveTaken(runId: number, on: EntityManager = this.dataSource.manager): Promise<boolean> {
    const recorded = await on.query<unknown[]>(
      "SELECT 1 AS found FROM sync_changes WHERE runid = ? AND action IN ('revoked', 'suspended') LIMIT 1",
      [runId],
    );
    if (recorded.length > 0) return true;
    const begun = await on.query<unknown[]>(
      `SELECT 1 AS found FROM sync_run_items
        WHERE runid = ? AND action = 'revoke' AND state <> 'rejected' AND ${IS_BEGUN} LIMIT 1`,
      [runId],
    );
    return begun.length > 0;
  }

  /** Lists as done what the record says that the run took, though it died before it listed that. */
  async settleTaken(tx: EntityManager, runId: number): Promise<void> {
    await tx.query(`UPDATE sync_run_items SET state = 'done', detail = NULL WHERE ${WAITING} AND ${IS_TAKEN}`, [runId]);
  }

  /** Says of each removal that still waits what became of it; `untouched` of those of which nothing did. */
  async settle(tx: EntityManager, runId: number, untouched: string): Promise<void> {
    const settle = (state: string, detail: string | null, where = ''): Promise<unknown> =>
      tx.query(`UPDATE sync_run_items SET state = ?, detail = ? WHERE ${WAITING} ${where}`, [state, detail, runId]);
    await this.settleTaken(tx, runId);
    await settle('failed', TAKING_IS_OPEN, `AND ${IS_BEGUN}`);
    await settle('spared', SPARED.forgotten, `AND NOT ${IS_HELD} AND ${IS_FORGOTTEN}`);
    await settle('spared', SPARED.taken, `AND NOT ${IS_HELD}`);
    await settle('spared', untouched);
  }

  /** Lists what the record says that an undoing did, and what it had not come to list. */
  async listReversed(tx: EntityManager, runId: number): Promise<void> {
    await tx.query(
      `INSERT INTO sync_run_items (runid, userid, kind, targetid, roleid, action, mappingid, because, state, detail)
       SELECT c.runid, c.userid, c.kind, c.targetid, c.roleid,
              MAX(CASE WHEN c.action IN ('granted', 'resumed') THEN 'grant' ELSE 'revoke' END), MAX(c.mappingid),
              'undone', 'done', NULL
         FROM sync_changes c
         LEFT JOIN sync_run_items i ON i.runid = c.runid AND i.userid = c.userid AND i.kind = c.kind
          AND i.targetid = c.targetid AND i.roleid = c.roleid
        WHERE c.runid = ? AND c.${IS_REVERSIBLE} AND i.runid IS NULL
        GROUP BY c.runid, c.userid, c.kind, c.targetid, c.roleid`,
      [runId],
    );
  }
}
