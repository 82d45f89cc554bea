import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { LmsError } from '../lms.errors.js';

/** OWASP's parameters for argon2id: 19 MiB, two passes. */
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each check holds a thread of the pool and 19 MiB, so that few run at once and a crowd waits, up to a limit. */
const AT_ONCE = 2;
const MAX_WAITING = 200;

@Injectable()
export class PasswordHasher {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private dummy: Promise<string> | null = null;

  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password, ARGON2ID));
  }

  /**
   * Whether the password fits. `stored` is null or empty for somebody who has no password; that takes as long as a
   * wrong password does, so that time does not tell whether a username exists.
   *
   * @throws LmsError `sign_in_busy` when too many checks wait already.
   */
  async fits(stored: string | null, password: string): Promise<boolean> {
    if (stored) return this.inTurn(() => verify(stored, password));
    this.dummy ??= hash('nobody has this password', ARGON2ID);
    const dummy = await this.dummy;
    await this.inTurn(() => verify(dummy, password));
    return false;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.waiting.length >= MAX_WAITING) {
      throw new LmsError('sign_in_busy', 'Too many people sign in at this moment. Try again in a few seconds.', {
        retryAfterSeconds: 5,
      });
    }
    if (this.running >= AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running++;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }
}
