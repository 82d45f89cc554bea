import { Injectable } from '@nestjs/common';

/** The caches of this process; each registers how it is emptied. */
@Injectable()
export class Caches {
  private readonly purges = new Map<string, () => void>();
  private readonly told: ((name: string) => void)[] = [];

  /** `name` is what an operator reads: `Discord roles`. */
  register(name: string, purge: () => void): void {
    this.purges.set(name, purge);
  }

  /** Empties all and answers their names. */
  purge(): string[] {
    for (const purge of this.purges.values()) purge();
    return [...this.purges.keys()];
  }

  /** Empties the one of this name, where there is one. */
  purgeOne(name: string): void {
    this.purges.get(name)?.();
  }

  /** What it keeps was changed here: it is emptied at once, and soon in the other processes too. */
  changed(name: string): void {
    this.purgeOne(name);
    for (const tell of this.told) tell(name);
  }

  /** Is told of every cache whose contents were changed here. */
  onChanged(tell: (name: string) => void): void {
    this.told.push(tell);
  }
}
