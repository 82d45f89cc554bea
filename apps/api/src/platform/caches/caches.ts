import { Injectable } from '@nestjs/common';

/** The caches of this process; each registers how it is emptied. */
@Injectable()
export class Caches {
  private readonly purges = new Map<string, () => void>();

  /** `name` is what an operator reads: `Discord roles`. */
  register(name: string, purge: () => void): void {
    this.purges.set(name, purge);
  }

  /** Empties all and answers their names. */
  purge(): string[] {
    for (const purge of this.purges.values()) purge();
    return [...this.purges.keys()];
  }
}
