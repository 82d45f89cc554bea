import {
  concernedBy,
  decide,
  entitlementsOf,
  grantId,
  phasesOf,
  planFor,
  settle,
  withWrites,
  type Grant,
  type KnownObservation,
  type Mapping,
  type Outcome,
} from '../src/index.js';
import { courseOf, MemoryLms } from './memory-lms.js';
import { ReferenceModel } from './reference-model.js';

export const GUILD = '900000000000000001';
export const RULES = { guildId: GUILD, roleless: 'keep' } as const;

/** Where a synchronisation ends early: after so many effects, and whether their outcomes were still settled. */
export interface Crash {
  readonly phase: number;
  readonly point: 'before_intents' | 'after_intents' | 'in_effects' | 'before_settling';
  readonly effects: number;
}

class Killed extends Error {
  constructor(readonly phase: number) {
    super('killed');
  }
}

/** One user with an LMS, a ledger, mappings and the reference model, and what can happen to them. */
export class World {
  readonly lms: MemoryLms;
  readonly model = new ReferenceModel();
  readonly mappings: Mapping[];
  ledger: Grant[] = [];
  observation: KnownObservation = { kind: 'absent', at: 0 };

  constructor(
    mappings: readonly Mapping[],
    readonly tells: boolean,
    /** Whether the story shall end as the reference model says; otherwise anything may happen. */
    readonly modelled: boolean,
  ) {
    this.lms = new MemoryLms(tells);
    this.mappings = [...mappings];
  }

  /** The synchronisation as the server does it, killed where `crash` says. */
  synchronise(crash?: Crash): void {
    try {
      this.carryOut(this.outsideModel ? undefined : crash);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      // What was to be granted was done and settled; only the taking away was interrupted.
      const kept = new Set([...this.entitled(false), ...this.model.known, ...this.model.reopened]);
      if (error.phase === 1) this.model.synchronise(this.entitled(true), kept, this.tells);
      return;
    }
    this.model.synchronise(this.entitled(true), this.entitled(false), this.tells);
  }

  /** The LMS answers nothing, or that it did nothing, to everything: `lost` effects may have happened all the same. */
  synchroniseWithDeafLms(answer: 'no' | 'unknown', lost: boolean): void {
    if (this.outsideModel || (this.modelled && !this.settled)) return;
    const [phase] = phasesOf(planFor(this.mappings, this.observation, this.ledger, RULES).steps);
    if (!phase) return;
    const decision = decide(phase, this.ledger, this.lms.holdings(), { onLoss: 'unenrol' });
    if (this.modelled && decision.settled.length > 0) return;
    this.ledger = withWrites(this.ledger, decision.intents);
    if (answer === 'unknown' && lost) for (const { change } of decision.operations) this.lms.apply(change);
    const outcome: Outcome = { applied: answer, code: 'lms_unavailable', message: '' };
    const settlement = settle(
      decision,
      decision.operations.map(() => outcome),
    );
    this.ledger = withWrites(this.ledger, settlement.writes);
  }

  /** A person makes something in the LMS by hand. */
  makeByHand(key: string): void {
    const row = this.row(key);
    // Where makers are not told, what is made again by hand cannot be told from ours.
    if (!this.tells && row?.origin === 'granted') return;
    const course = courseOf(key);
    const enrolment = `enrolment:${course}:0`;
    if (!this.tells && course !== null && this.row(enrolment)?.origin === 'granted' && !this.lms.held.has(enrolment))
      return;
    const interrupted = this.ledger.some((open) => open.state !== 'active' && courseOf(grantId(open)) === course);
    // Whether the course was left before the role came depends on what of the attempt was done.
    if (this.modelled && key.startsWith('role') && interrupted) return;
    if (this.lms.add(key, 'other')) this.model.hand.add(key);
  }

  /** A person removes something in the LMS, whoever made it; removing an enrolment removes the roles of the course. */
  removeByHand(key: string): void {
    const course = courseOf(key);
    const whole = key.startsWith('enrolment') && course !== null;
    const open = this.ledger.filter((row) => row.state === 'revoking').map(grantId);
    const gone = whole ? [...this.lms.unenrol(course), ...open.filter((row) => courseOf(row) === course)] : [key];
    for (const one of new Set(gone)) {
      this.lms.held.delete(one);
      this.model.hand.delete(one);
      this.model.ours.delete(one);
      if (one.startsWith('enrolment')) continue;
      // What is accounted for is not put back behind a person's back; an open intent is still carried out.
      const state = this.row(one)?.state;
      if (state === 'active') this.model.known.add(one);
      else this.model.known.delete(one);
      if (state === 'revoking') this.model.reopened.add(one);
    }
  }

  get settled(): boolean {
    return this.ledger.every((row) => row.state === 'active');
  }

  /**
   * Where the end depends on what of an interrupted attempt was done, and rightly so: a broken mapping keeps what it finds,
   * an enrolment made under a role given by hand cannot be taken back without that role, and a course that was half left is
   * given back with the roles that a person had taken away there.
   */
  private get outsideModel(): boolean {
    if (!this.modelled) return false;
    const underRole = [...this.lms.held.keys()].some((key) => {
      return key.startsWith('role') && !this.lms.held.has(`enrolment:${courseOf(key)}:0`);
    });
    const removedByHand = this.ledger.some((row) => row.state === 'active' && !this.lms.held.has(grantId(row)));
    return underRole || removedByHand || this.mappings.some(({ broken }) => broken.length > 0);
  }

  private carryOut(crash: Crash | undefined): void {
    phasesOf(planFor(this.mappings, this.observation, this.ledger, RULES).steps).forEach((steps, index) => {
      const here = crash?.phase === index ? crash : undefined;
      const concerned = concernedBy(steps);
      const all = this.lms.holdings();
      const decision = decide(
        steps,
        this.ledger,
        {
          enrolments: all.enrolments.filter(({ courseId }) => concerned.courseIds.includes(courseId)),
          roles: all.roles.filter(({ courseId }) => concerned.courseIds.includes(courseId)),
          cohorts: all.cohorts.filter(({ cohortId }) => concerned.cohortIds.includes(cohortId)),
        },
        { onLoss: 'unenrol' },
      );
      if (here?.point === 'before_intents') throw new Killed(index);
      this.ledger = withWrites(this.ledger, decision.intents);
      if (here?.point === 'after_intents') throw new Killed(index);
      const outcomes = decision.operations.map(({ change }, done) => {
        if (here?.point === 'in_effects' && done >= here.effects) throw new Killed(index);
        return this.lms.apply(change);
      });
      if (here) throw new Killed(index);
      this.ledger = withWrites(this.ledger, settle(decision, outcomes).writes);
    });
  }

  private entitled(healthyOnly: boolean): Set<string> {
    const mappings = this.mappings.filter(({ broken }) => !healthyOnly || broken.length === 0);
    return new Set(entitlementsOf(this.observation, mappings, GUILD).keys());
  }

  private row(key: string): Grant | undefined {
    return this.ledger.find((row) => grantId(row) === key);
  }
}
