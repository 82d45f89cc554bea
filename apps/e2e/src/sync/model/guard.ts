import type { Person } from './person.js';
import { synchronise } from './reference.js';
import type { Roleless } from './rules.js';
import type { World } from './world.js';

/**
 * What must hold at every instant, whatever fails: nobody misses what they are entitled to before and after each change,
 * nothing that people made is gone, and what a push has brought about is not undone by what a run read before it.
 */
export class Guard {
  private readonly must = new Map<number, Set<string>>();
  /** Exactly what the LMS holds of a person after a push that succeeded, until something else happens to them. */
  private readonly pinned = new Map<number, Set<string>>();

  constructor(private readonly world: World) {}

  /** Everything stands as the model says. */
  reset(): void {
    this.must.clear();
    this.pinned.clear();
    for (const person of this.world.people) this.must.set(person.userId, new Set(person.facts()));
  }

  /** Something happened to this person: only what they keep after it is theirs for sure. */
  narrow(person: Person, outcomes: readonly Roleless[] = this.outcomes()): void {
    this.pinned.delete(person.userId);
    for (const roleless of outcomes) {
      const outcome = person.clone();
      this.world.afterRun(outcome, roleless);
      this.keepOnly(person, outcome);
    }
  }

  narrowAll(outcomes?: readonly Roleless[]): void {
    for (const person of this.world.people) this.narrow(person, outcomes);
  }

  /** People did something in the LMS; the person is not being changed by us. */
  replace(person: Person): void {
    this.pinned.delete(person.userId);
    this.must.set(person.userId, new Set(person.facts()));
  }

  pin(person: Person): void {
    if (this.world.expired.has(person)) return;
    const outcome = person.clone();
    synchronise(outcome, this.world.rules, 'keep');
    this.pinned.set(person.userId, new Set(outcome.facts()));
  }

  forget(person: Person): void {
    this.pinned.delete(person.userId);
    this.must.delete(person.userId);
  }

  /** What is wrong with what the LMS holds, one line each. */
  complaints(held: ReadonlySet<string>): string[] {
    const missing = [...this.must.values()].flatMap((facts) => [...facts].filter((fact) => !held.has(fact)));
    const own = new Map([...this.pinned.keys()].map((userId) => [userId, [] as string[]]));
    for (const fact of held) own.get(Number.parseInt(fact, 10))?.push(fact);
    const undone = [...this.pinned].flatMap(([userId, facts]) => [
      ...[...facts].filter((fact) => !held.has(fact)).map((fact) => `gone after a push: ${fact}`),
      ...(own.get(userId) ?? []).filter((fact) => !facts.has(fact)).map((fact) => `there after a push: ${fact}`),
    ]);
    return [...missing.map((fact) => `missing: ${fact}`), ...undone];
  }

  /** Without an approval, a deleted Discord role takes nothing unless the settings say so. */
  private outcomes(): readonly Roleless[] {
    return this.world.rules.brokenMappings === 'revoke' ? ['keep', 'lose'] : ['keep'];
  }

  private keepOnly(person: Person, outcome: Person): void {
    const after = new Set(outcome.facts());
    const facts = this.must.get(person.userId) ?? new Set<string>();
    this.must.set(person.userId, new Set([...facts].filter((fact) => after.has(fact))));
  }
}
