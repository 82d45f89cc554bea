import {
  concernedBy,
  countingRoles,
  decide,
  entitlementsOf,
  grantId,
  isSettled,
  keysOf,
  phasesOf,
  planFor,
  settle,
  withWrites,
  type Grant,
  type KnownObservation,
  type LedgerWrite,
  type Mapping,
  type OnLoss,
  type Outcome,
  type Step,
} from '../src/index.js';
import { courseOf, MemoryLms } from './memory-lms.js';
import { ReferenceModel } from './reference-model.js';

export const GUILD = '900000000000000001';

/** Where a synchronisation ends early: after so many effects, and whether their outcomes were still settled. */
export interface Crash {
  readonly phase: number;
  readonly point: 'before_intents' | 'after_intents' | 'in_effects' | 'before_settling';
  readonly effects: number;
}

/** How a synchronisation goes. */
export interface Mode {
  readonly crash?: Crash | undefined;
  /** As runs with the default setting do: what a deleted Discord role gave is lost. */
  readonly roleless?: 'keep' | 'lose';
  /** The grace period of all suspensions is over. */
  readonly expire?: boolean;
  /** The loss policy was changed; not where the story is modelled. */
  readonly onLoss?: OnLoss | undefined;
}

class Killed extends Error {
  constructor(readonly phase: number) {
    super('killed');
  }
}

/** What a world is like. */
export interface Nature {
  /** Whether the LMS knows who made something. */
  readonly tells: boolean;
  /** Whether the story shall end as the reference model says; otherwise anything may happen. */
  readonly modelled: boolean;
  readonly onLoss: OnLoss;
}

/** One user with an LMS, a ledger, mappings and the reference model, and what can happen to them. */
export class World {
  readonly lms: MemoryLms;
  readonly model: ReferenceModel;
  readonly mappings: Mapping[];
  ledger: Grant[] = [];
  observation: KnownObservation = { kind: 'absent', at: 0 };
  private now = 1;
  /** Enrolments that a teacher suspended, and nobody resumed since. */
  private readonly closedByHand = new Set<string>();

  constructor(
    mappings: readonly Mapping[],
    readonly nature: Nature,
  ) {
    this.lms = new MemoryLms(nature.tells);
    this.model = new ReferenceModel(nature.onLoss, nature.tells);
    this.mappings = [...mappings];
  }

  /** The synchronisation as the server does it, killed where `crash` says. */
  synchronise(mode: Mode = {}): void {
    const { roleless = 'keep', expire = false } = mode;
    const crash = this.outsideModel ? undefined : mode.crash;
    try {
      this.carryOut({ ...mode, crash });
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      // What was to be granted was done and settled; only the taking away was interrupted.
      const kept = new Set([...this.entitled(false), ...this.model.known, ...this.model.reopened]);
      if (error.phase === 1) this.model.synchronise({ healthy: this.entitled(true), all: kept });
      return;
    }
    const all = this.entitled(false, roleless);
    const before = [...this.model.suspended.keys()];
    this.model.synchronise({ healthy: this.entitled(true), all });
    // What is suspended by this very synchronisation is not expired yet.
    if (expire) this.model.expire(all, before);
  }

  /** The LMS answers nothing, or that it did nothing, to everything: `lost` effects may have happened all the same. */
  synchroniseWithDeafLms(answer: 'no' | 'unknown', lost: boolean): void {
    if (this.outsideModel || (this.nature.modelled && !this.settled)) return;
    const [phase] = phasesOf(this.plan({}));
    if (!phase) return;
    const decision = decide(phase, this.ledger, this.lms.holdings(), this.nature);
    if (this.nature.modelled && decision.settled.length > 0) return;
    this.write(decision.intents);
    if (answer === 'unknown' && lost) for (const { change } of decision.operations) this.lms.apply(change);
    const outcome: Outcome = { applied: answer, code: 'lms_unavailable', message: '' };
    const settlement = settle(
      decision,
      decision.operations.map(() => outcome),
    );
    this.write(settlement.writes);
  }

  /** A teacher suspends the user's enrolment in a course, or resumes it. */
  turnByHand(courseId: number): void {
    const key = `enrolment:${courseId}:0`;
    if (this.nature.modelled || !this.lms.held.has(key)) return;
    if (this.lms.suspended.delete(key)) {
      this.closedByHand.delete(key);
      return;
    }
    this.lms.suspend(courseId);
    const state = this.row(key)?.state;
    if (state === undefined || state === 'active') this.closedByHand.add(key);
  }

  /** What a teacher closed stays closed for as long as the enrolment is there. */
  openedBehindTeachersBack(): string[] {
    return [...this.closedByHand].filter((key) => this.lms.held.has(key) && !this.lms.suspended.has(key));
  }

  /** A person makes something in the LMS by hand. */
  makeByHand(key: string): void {
    const row = this.row(key);
    // Where makers are not told, what is made again by hand cannot be told from ours.
    if (!this.nature.tells && row?.origin === 'granted') return;
    const course = courseOf(key);
    const enrolment = `enrolment:${course}:0`;
    if (
      !this.nature.tells &&
      course !== null &&
      this.row(enrolment)?.origin === 'granted' &&
      !this.lms.held.has(enrolment)
    )
      return;
    // Whether the course was left before the role came depends on what of the attempt was done.
    if (this.nature.modelled && key.startsWith('role') && this.isTouched(course)) return;
    if (!this.lms.add(key, 'other')) return;
    this.model.hand.add(key);
    this.closedByHand.delete(key);
  }

  /** A person removes something in the LMS, whoever made it; removing an enrolment removes the roles of the course. */
  removeByHand(key: string): void {
    const course = courseOf(key);
    if (this.nature.modelled && this.nature.onLoss === 'suspend' && this.isTouched(course)) return;
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
    return this.ledger.every(isSettled);
  }

  /** The steps that are due. */
  plan({ roleless = 'keep', expire = false }: Mode): readonly Step[] {
    const rules = { guildId: GUILD, roleless, expireBefore: expire ? this.now + 1 : undefined };
    return planFor(this.mappings, this.observation, this.ledger, rules).steps;
  }

  private isTouched(course: number | null): boolean {
    return this.ledger.some((row) => row.state !== 'active' && courseOf(grantId(row)) === course);
  }

  private write(writes: readonly LedgerWrite[]): void {
    this.ledger = withWrites(this.ledger, writes, this.now++);
  }

  /**
   * Where the end depends on what of an interrupted attempt was done, and rightly so: a broken mapping keeps what it finds,
   * an enrolment made under a role given by hand cannot be taken back without that role, and a course that was half left is
   * given back with the roles that a person had taken away there.
   */
  private get outsideModel(): boolean {
    if (!this.nature.modelled) return false;
    const underRole = [...this.lms.held.keys()].some((key) => {
      return key.startsWith('role') && !this.lms.held.has(`enrolment:${courseOf(key)}:0`);
    });
    const removedByHand = this.ledger.some((row) => row.state === 'active' && !this.lms.held.has(grantId(row)));
    return underRole || removedByHand || this.mappings.some(({ broken }) => broken.length > 0);
  }

  private carryOut({ crash, ...mode }: Mode): void {
    const onLoss = (this.nature.modelled ? undefined : mode.onLoss) ?? this.nature.onLoss;
    phasesOf(this.plan(mode)).forEach((steps, index) => {
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
        { onLoss },
      );
      if (here?.point === 'before_intents') throw new Killed(index);
      this.write(decision.intents);
      if (here?.point === 'after_intents') throw new Killed(index);
      const outcomes = decision.operations.map(({ change }, done) => {
        if (here?.point === 'in_effects' && done >= here.effects) throw new Killed(index);
        return this.lms.apply(change);
      });
      if (here) throw new Killed(index);
      this.write(settle(decision, outcomes).writes);
    });
  }

  private entitled(healthyOnly: boolean, roleless: 'keep' | 'lose' = 'keep'): Set<string> {
    const held = countingRoles(this.observation, GUILD);
    const works = ({ broken, discordRoleId }: Mapping): boolean =>
      broken.every((reason) => reason === 'discord_role_missing' && held.has(discordRoleId));
    const mappings = this.mappings.filter((mapping) => !healthyOnly || works(mapping));
    const kept = this.mappings.filter(
      ({ broken }) => !healthyOnly && roleless === 'keep' && held.size > 0 && broken.includes('discord_role_missing'),
    );
    const given = entitlementsOf(this.observation, mappings, GUILD).keys();
    return new Set([...given, ...kept.flatMap(keysOf).map(grantId)]);
  }

  private row(key: string): Grant | undefined {
    return this.ledger.find((row) => grantId(row) === key);
  }
}
