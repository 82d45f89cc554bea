import type { RunDto } from '@pulsetech/contracts';
import { Random } from '../hostile/random.js';
import type { ServerName } from '../harness/running-product.js';
import { losses } from './model/person.js';
import { forecast } from './model/removal-forecast.js';
import { deviations } from './settled-state.js';
import type { SimulatedSite } from './simulated-site.js';
import { pause } from './runs-client.js';
import { Batch } from './steps/batch.js';
import { chosen, DISCORD_STEPS } from './steps/discord-steps.js';
import { someFaults } from './steps/fault-steps.js';
import { addMapping, deleteDiscordRole, deleteMapping, ruleStep } from './steps/rule-steps.js';
import { teach } from './steps/teacher-steps.js';

const MOST_DISCORD_STEPS = 250;
const CHECK_EVERY = 30;
const LONGEST_PAUSE_MS = 250;
/** A run may meet what a fault left behind for a moment; then the next one must do. */
const TRIES = 4;
const SHOWN = 100;
/** Of so many people all that is written down is shown. */
const EXPLAINED = 2;

/** What the LMS holds, and the last change on record before that. */
interface Standing {
  readonly change: number;
  readonly facts: ReadonlySet<string>;
}

/** Rounds of random steps, each ending in a settled state that must equal the model. */
export class ModelRounds {
  steps = 0;
  rounds = 0;
  readonly kills = { api: 0, billing: 0 };
  readonly runs: Record<string, number> = {};
  private batch: Batch;

  constructor(
    private readonly site: SimulatedSite,
    private readonly seed: number,
    private readonly random = new Random(seed),
  ) {
    this.batch = new Batch(site.world);
  }

  get summary(): string {
    const { steps, rounds, kills } = this;
    const runs = Object.entries(this.runs).map(([state, count]) => `${count} ${state}`);
    return `seed ${this.seed}: ${steps} steps in ${rounds} rounds, api killed ${kills.api} times, billing ${kills.billing}; runs: ${runs.join(', ')}`;
  }

  /** The first synchronisation, which gives everybody everything. */
  async begin(): Promise<void> {
    await this.site.hand.look();
    await this.settle();
  }

  async round(): Promise<void> {
    const { site, random } = this;
    this.batch = new Batch(site.world);
    if (random.once(2)) await this.editRules(1 + random.below(4));
    await this.teacherActs(random.below(12));
    site.guard.reset();
    site.guard.narrowAll();
    await this.disturbed();
    await this.settle();
    this.rounds += 1;
  }

  private async editRules(count: number): Promise<void> {
    for (let done = 0; done < count; done++) {
      this.noted(await ruleStep(this.random)(this.site, this.random, this.batch));
    }
    // The LMS is asked for its courses every few seconds only.
    await this.site.client.post('/api/v1/caches/purge');
  }

  private async teacherActs(count: number): Promise<void> {
    if (count === 0) return;
    await teach(this.site, this.random, this.batch, count);
    this.steps += count;
  }

  /** Steps in Discord and pushes while runs, faults and killed servers come in between. */
  private async disturbed(): Promise<void> {
    const { site, random, batch } = this;
    const count = 20 + random.below(MOST_DISCORD_STEPS);
    const runAt = random.once(5) ? -1 : random.below(count);
    const faultsAt = random.once(3) ? -1 : random.below(count);
    const editAt = random.once(4) ? random.below(count) : -1;
    const teachAt = random.once(3) ? random.below(count) : -1;
    const killing = [this.perhapsKill('api'), this.perhapsKill('billing')];
    for (let at = 0; at < count; at++) {
      if (at === runAt) await this.startDisturbedRun();
      if (at === faultsAt) await this.orderFaults();
      if (at === editAt) await this.editDuringRun();
      if (at === teachAt) await this.teacherActs(1 + random.below(6));
      this.noted(await chosen(DISCORD_STEPS, random)(site, random, batch));
      // Now and then some time passes, so that the steps are spread over the run.
      if (random.once(12)) await pause(random.below(LONGEST_PAUSE_MS));
      if (at % CHECK_EVERY === CHECK_EVERY - 1) await this.check();
    }
    await Promise.all(killing);
    await this.check();
  }

  private async startDisturbedRun(): Promise<void> {
    try {
      const run = await this.site.runs.start();
      this.noted(`run ${run.id} begins`);
    } catch (error) {
      this.noted(`a run could not begin: ${String(error)}`);
    }
  }

  private async orderFaults(): Promise<void> {
    const faults = someFaults(this.random);
    await this.site.product.sandbox.order(...faults);
    this.noted(`faults: ${JSON.stringify(faults)}`);
  }

  /** Rules change during a run, where what comes of it does not depend on the instant. */
  private async editDuringRun(): Promise<void> {
    const { site, random, batch } = this;
    const { rules } = site.world;
    const clear = rules.lossPolicy === 'unenrol' && rules.brokenMappings !== 'keep';
    if (!clear || site.world.rolelessMappings().length > 0 || batch.rulesEdited) return;
    const before = [...batch.touched];
    if (before.some((person) => batch.isFragile(person))) return;
    try {
      this.noted(await random.oneOf([addMapping, deleteMapping, deleteDiscordRole])(site, random, batch));
    } catch (error) {
      // The server is being killed: whether the mapping was added or deleted is seen in the database.
      this.noted(`rules could not be edited: ${String(error)}`);
    }
  }

  private async perhapsKill(server: Exclude<ServerName, 'sandbox'>): Promise<void> {
    if (!this.random.once(5)) return;
    await pause(this.random.below(3000));
    await this.site.product.crash(server);
    this.kills[server] += 1;
    this.noted(`${server} killed`);
    await this.site.product.startServer(server);
  }

  /** Ends with everything as the model says. */
  private async settle(): Promise<void> {
    const { site } = this;
    await site.product.sandbox.heal();
    await site.runs.idle();
    this.batch.note('settling');
    await this.check();
    site.world.rules.mappings = await site.mappings();
    const run = await this.settlingRun();
    this.batch.note(`settled by run ${run.id}: ${run.enrolled} given, ${run.removed} taken`);
    site.world.settle();
    await this.compare(run);
    site.guard.reset();
  }

  private async settlingRun(): Promise<RunDto> {
    const { site, random } = this;
    const reasons: string[] = [];
    let rejected = false;
    for (let tries = 0; tries < TRIES; tries++) {
      const expected = await this.forecast();
      const before = await this.standing();
      let run = await this.finished((await site.runs.start()).id);
      if (run.state === 'held') {
        this.require(expected !== 'free', `run ${run.id} is held, and nothing should hold it`, [
          JSON.stringify(run.stops),
        ]);
        await this.requireNothingTaken(before, run);
        if (!rejected && random.once(5)) {
          this.noted(`run ${run.id} is rejected`);
          // That is no failure of the run.
          rejected = true;
          tries -= 1;
          await site.runs.decide(run.id, 'reject');
          await this.requireNothingTaken(before, run);
          continue;
        }
        site.guard.narrowAll(['lose']);
        await site.runs.decide(run.id, 'approve');
        run = await this.finished(run.id);
      } else if (run.state !== 'incomplete' && run.state !== 'failed') {
        this.require(expected !== 'held', `run ${run.id} should have been held`, [JSON.stringify(run)]);
      }
      if (run.state === 'completed') return run;
      if (run.state === 'completed_with_errors') {
        const problems = await site.runs.problems(run.id);
        if (this.mayHaveProblems()) return run;
        reasons.push(`${run.state}: ${problems.join('; ')}`);
      } else reasons.push(`${run.state}: ${run.reason ?? ''}`);
      this.noted(`run ${run.id} ends ${reasons.at(-1) ?? ''}`);
      await pause(1000 * (tries + 1));
    }
    return this.fail('no run came to its end although nothing failed any more', reasons);
  }

  /** A broken mapping whose Discord role somebody holds is told as an error. */
  private mayHaveProblems(): boolean {
    return this.site.world.brokenMappings().length > 0;
  }

  private async finished(id: number): Promise<RunDto> {
    const run = await this.site.runs.ended(id);
    this.runs[run.state] = (this.runs[run.state] ?? 0) + 1;
    return run;
  }

  private async forecast() {
    const { world, tables } = this.site;
    const people = new Map(world.people.map((person) => [person.userId, person]));
    return forecast(people, await tables.activeGrants(), world.rules, world.removalStop);
  }

  private async standing(): Promise<Standing> {
    const { tables } = this.site;
    return { change: await tables.lastChange(), facts: await tables.facts() };
  }

  private async requireNothingTaken({ change, facts }: Standing, run: RunDto): Promise<void> {
    const { tables } = this.site;
    const now = await tables.facts();
    const changed = await tables.changedBeside(run.id, change);
    const taken = losses(facts, now).filter((fact) => !changed.has(Number.parseInt(fact, 10)));
    if (taken.length === 0) return;
    this.fail(`run ${run.id} waits for a decision, and took something`, [
      ...taken,
      ...(await this.records(taken, run)),
    ]);
  }

  private async check(): Promise<void> {
    const complaints = this.site.guard.complaints(await this.site.tables.facts());
    this.require(complaints.length === 0, 'somebody lost, or has, what they must not', complaints);
  }

  private async compare(run: RunDto): Promise<void> {
    const difference = await deviations(this.site);
    if (difference.length === 0) return;
    const mappings = this.site.world.rules.mappings.map((mapping) => JSON.stringify(mapping));
    this.fail(`after run ${run.id} (${run.state}) the site is not as the model`, [
      ...difference,
      ...(await this.records(difference, run)),
      ...mappings,
    ]);
  }

  /** What the product has written down about the first people whom the lines name. */
  private async records(lines: readonly string[], run: RunDto): Promise<string[]> {
    const records: string[] = [];
    for (const user of usersIn(lines).slice(0, EXPLAINED)) {
      records.push(...(await this.site.tables.recordOf(user, run.id)));
    }
    return records;
  }

  private noted(what: string | null): void {
    if (what === null) return;
    this.steps += 1;
    this.batch.note(`${this.steps} ${what}`);
  }

  private require(holds: boolean, what: string, details: readonly string[]): void {
    if (!holds) this.fail(what, details);
  }

  /** Seed, step and difference, and what happened since the last settled state to whom it is about. */
  private fail(what: string, details: readonly string[]): never {
    const users = new Set(usersIn(details));
    const log = this.batch.log.filter((line) => {
      const about = usersIn([line]);
      return about.length === 0 || about.some((user) => users.has(user));
    });
    const shown = details.slice(0, SHOWN).join('\n  ');
    const more = details.length > SHOWN ? `\n  and ${details.length - SHOWN} more` : '';
    throw new Error(
      `${what} (${this.summary}; settings ${JSON.stringify(this.settings)}):\n  ${shown}${more}\nSteps of this round:\n  ${log.slice(-80).join('\n  ')}`,
    );
  }

  private get settings() {
    const { rules, removalStop } = this.site.world;
    return { lossPolicy: rules.lossPolicy, brokenMappings: rules.brokenMappings, ...removalStop };
  }
}

const usersIn = (lines: readonly string[]): number[] => [
  ...new Set(lines.flatMap((line) => line.match(/\b1\d{4}\b/g) ?? []).map(Number)),
];
