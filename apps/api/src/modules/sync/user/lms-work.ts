import { Injectable } from '@nestjs/common';
import { Batcher } from '../../../platform/batching/batcher.js';
import type { Lease } from '../../../platform/locks/leases.js';
import { LocksError } from '../../../platform/locks/locks.errors.js';
import { SessionsService } from '../../accounts/sessions.service.js';
import {
  LmsPort,
  type LmsChange,
  type LmsHoldings,
  type LmsHoldingsQuery,
  type LmsOutcome,
} from '../../lms/lms.port.js';

interface Piece {
  readonly changes: readonly LmsChange[];
  readonly lease: Lease;
}

interface Loss {
  readonly userId: number;
  readonly lease: Lease;
}

/** What synchronisations ask of the LMS. Those of many users that are equally far are asked and done with one call. */
@Injectable()
export class LmsWork {
  private readonly looks = new Batcher<LmsHoldingsQuery, LmsHoldings>((queries) => this.lms.readHoldings(queries));
  private readonly pieces = new Batcher<Piece, readonly LmsOutcome[] | null>((pieces) => this.applyAll(pieces));
  private readonly endings = new Batcher<Loss, boolean>((losses) => this.endAll(losses));

  constructor(
    private readonly lms: LmsPort,
    private readonly sessions: SessionsService,
  ) {}

  /** @throws LmsError when the LMS does not answer */
  holdings(query: LmsHoldingsQuery): Promise<LmsHoldings> {
    return this.looks.add(query);
  }

  /**
   * The outcomes are in the order of the changes.
   *
   * @throws LocksError when the lease was lost before anything was done
   */
  async apply(changes: readonly LmsChange[], lease: Lease): Promise<readonly LmsOutcome[]> {
    const outcomes = await this.pieces.add({ changes, lease });
    if (outcomes === null) throw new LocksError();
    return outcomes;
  }

  /**
   * Ends the user's sessions, here and in the LMS, but for the one of this site that goes on.
   *
   * @throws LocksError when the lease was lost before anything was done
   */
  async endSessions(userId: number, exceptSid: string | undefined, lease: Lease): Promise<void> {
    if (exceptSid === undefined) {
      if (!(await this.endings.add({ userId, lease }))) throw new LocksError();
    } else {
      if (!lease.isHeld()) throw new LocksError();
      await this.sessions.endForUser(userId, { exceptSid });
    }
  }

  private async applyAll(pieces: readonly Piece[]): Promise<(readonly LmsOutcome[] | null)[]> {
    const held = new Set(pieces.filter(({ lease }) => lease.isHeld()));
    const changes = [...held].flatMap((piece) => piece.changes);
    const leases = new Map(
      [...held].flatMap(({ changes: own, lease }) => own.map(({ userId }) => [userId, lease] as const)),
    );
    const outcomes = changes.length === 0 ? [] : await this.lms.apply(changes, leases);
    // Which outcome is whose could not be told.
    if (outcomes.length !== changes.length)
      throw new Error('The LMS answered another number of outcomes than changes.');
    let from = 0;
    return pieces.map((piece) => {
      if (!held.has(piece)) return null;
      const own = outcomes.slice(from, (from += piece.changes.length));
      return own.some((outcome) => outcome.applied !== 'yes' && outcome.code === 'lease_lost') ? null : own;
    });
  }

  private async endAll(losses: readonly Loss[]): Promise<boolean[]> {
    const held = new Set(losses.filter(({ lease }) => lease.isHeld()));
    if (held.size > 0) await this.sessions.endForUsers(Array.from(held, ({ userId }) => userId));
    return losses.map((loss) => held.has(loss));
  }
}
