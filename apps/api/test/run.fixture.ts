import type { RunDto, RunItemDto } from '@pulsetech/contracts';
import { RunDecisions } from '../src/modules/sync/runs/review/run-decisions.service.js';
import { RunItemsService } from '../src/modules/sync/runs/review/run-items.service.js';
import { RunPace } from '../src/modules/sync/runs/waiting/run-pace.js';
import { RunViewService } from '../src/modules/sync/runs/review/run-view.service.js';
import { RunsService, type RunWish } from '../src/modules/sync/runs/runs.service.js';
import { SyncFixture, type Linked } from './sync.fixture.js';

/** A site with a mapped Discord role, people who hold it, and what tests of runs do again and again. */
export class RunFixture {
  private constructor(
    readonly sync: SyncFixture,
    readonly role: string,
    readonly course: number,
    readonly mapping: number,
    readonly people: readonly Linked[],
  ) {}

  /** So many people hold the role, in Discord; nobody is synchronised yet. Pauses are short. */
  static async start(holders = 5): Promise<RunFixture> {
    const sync = await SyncFixture.start();
    const [role, course] = [sync.role(), await sync.course('Introduction to Programming')];
    const mapping = await sync.mapping({ discordRoleId: role, courseId: course });
    const people: Linked[] = [];
    for (let n = 0; n < holders; n++) people.push(await sync.linked());
    for (const person of people) sync.discordSays(person, [role]);
    // The list of Discord roles is younger than the mapping.
    sync.site.clock.advanceSeconds(2);
    const pace = sync.site.app.get(RunPace);
    pace.pollsMs = [1];
    pace.pausesMs = [1];
    pace.patienceMs = 300;
    return new RunFixture(sync, role, course, mapping, people);
  }

  close(): Promise<void> {
    return this.sync.close();
  }

  get billing(): SyncFixture['site']['billing'] {
    return this.sync.site.billing;
  }

  get service(): RunsService {
    return this.sync.site.app.get(RunsService);
  }

  get decisions(): RunDecisions {
    return this.sync.site.app.get(RunDecisions);
  }

  person(n: number): Linked {
    const person = this.people[n];
    if (!person) throw new Error(`There is no person ${n}.`);
    return person;
  }

  /** A run from its beginning to its end, a second after whatever was before. */
  async run(wish: Partial<RunWish> = {}): Promise<RunDto> {
    this.sync.site.clock.advanceSeconds(1);
    return this.ended(await this.service.start({ cause: 'cli', ...wish }));
  }

  async approve(id: number, by: number | null = null): Promise<RunDto> {
    this.sync.site.clock.advanceSeconds(1);
    return this.ended(await this.decisions.approve(id, by));
  }

  async undo(id: number): Promise<RunDto> {
    this.sync.site.clock.advanceSeconds(1);
    return this.ended(await this.decisions.undo(id, null));
  }

  show(id: number): Promise<RunDto> {
    return this.sync.site.app.get(RunViewService).show(id);
  }

  async items(id: number): Promise<readonly RunItemDto[]> {
    return (await this.sync.site.app.get(RunItemsService).page(id, { limit: 500 })).items;
  }

  async problems(id: number): Promise<string[]> {
    const problems = await this.sync.site.app.get(RunViewService).problems(id);
    return problems.map(({ message }) => message);
  }

  /** With the name of whom they are about. */
  async problemLines(id: number): Promise<string[]> {
    const problems = await this.sync.site.app.get(RunViewService).problems(id);
    return problems.map(({ userName, message }) => `${userName}: ${message}`);
  }

  /** How many courses each of the people is in. */
  async courses(): Promise<number[]> {
    const held: number[] = [];
    for (const person of this.people) held.push((await this.sync.held(person)).length);
    return held;
  }

  /** These people lose their Discord roles, or get these instead. */
  says(who: readonly number[], roles: readonly string[] | 'absent' | 'unknown'): void {
    for (const n of who) this.sync.discordSays(this.person(n), roles);
  }

  private async ended({ end }: { readonly end: () => Promise<{ readonly id: number }> }): Promise<RunDto> {
    return this.show((await end()).id);
  }
}
