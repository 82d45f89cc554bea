import type { Random } from '../../hostile/random.js';
import { isFragile } from '../model/fragile.js';
import type { Person } from '../model/person.js';
import type { World } from '../model/world.js';

/** The steps between two settled states, and who was concerned by them. */
export class Batch {
  readonly log: string[] = [];
  /** People whose standing in Discord, or whose link, changed. */
  readonly touched = new Set<Person>();
  /** People of whom the site was told roles that they do not have, so that it may have given what the model has not. */
  readonly misled = new Set<Person>();
  /** Something changed that may give to or take from anybody. */
  rulesEdited = false;

  constructor(private readonly world: World) {}

  note(what: string): void {
    this.log.push(what);
    if (process.env['MODEL_TRACE']) process.stdout.write(`${new Date().toISOString()} ${what}\n`);
  }

  /** Whether what happens to this person next still has one outcome only. */
  mayTouch(person: Person): boolean {
    if (!this.touched.has(person) && !this.rulesEdited) return true;
    return !this.isFragile(person);
  }

  isFragile(person: Person): boolean {
    return isFragile(person, this.world.rules, this.world.rolelessMappings().length > 0);
  }

  /** Somebody to whom something may happen in Discord, or null after some tries. */
  somebody(random: Random, suits: (person: Person) => boolean = () => true): Person | null {
    for (let tries = 0; tries < 20; tries++) {
      const person = random.oneOf(this.world.people);
      if (suits(person) && this.mayTouch(person)) return person;
    }
    return null;
  }

  /** Somebody whom the integration leaves alone until the next settled state. */
  bystander(random: Random, suits: (person: Person) => boolean = () => true): Person | null {
    if (this.rulesEdited) return null;
    for (let tries = 0; tries < 20; tries++) {
      const person = random.oneOf(this.world.people);
      if (suits(person) && !this.touched.has(person)) return person;
    }
    return null;
  }
}
